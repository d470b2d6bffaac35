import { Steps } from '@/app/_ui/steps'

/** The steps of the setup. */
export const SetupSteps = ({ done }: { done: number }) => (
  <Steps label="Steps of the setup" steps={['Team', 'Agent and key', 'First call']} done={done} />
)
