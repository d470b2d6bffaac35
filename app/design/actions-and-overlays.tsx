import { Copy, Ellipsis, Plus, Settings } from 'lucide-react'
import { Button } from '@/app/_ui/button'
import { ButtonLink } from '@/app/_ui/button-link'
import { ColumnChooser } from '@/app/_ui/column-chooser'
import { CopyButton, Snippet } from '@/app/_ui/copy'
import { Disclosure } from '@/app/_ui/disclosure'
import { Chosen, MenuButton, MenuGroup } from '@/app/_ui/menu-items'
import { Peek } from '@/app/_ui/peek'
import { ConfirmedRowAction, CopyItem, RowAction, RowMenu } from '@/app/_ui/row-menu'
import { Snippets } from '@/app/_ui/snippets'
import { ThemeSwitch } from '@/app/_ui/theme-switch'
import { Sample, Samples } from './sample'
import { ToastButtons } from './toast-buttons'

const KINDS = ['primary', 'plain', 'quiet', 'danger'] as const

const EXAMPLES = {
  curl: 'curl -sS http://localhost:8000/health',
  Python: "httpx.get('http://localhost:8000/health')",
  TypeScript: "await fetch('http://localhost:8000/health')",
  'Command line': 'memanto agent list',
}

export function Actions() {
  return (
    <Samples title="Buttons">
      {KINDS.map((kind) => (
        <Sample key={kind} label={kind}>
          <Button kind={kind}>Button</Button>
          <Button kind={kind}>
            <Plus aria-hidden="true" />
            With an icon
          </Button>
          <Button kind={kind} size="small">
            Small
          </Button>
          <Button kind={kind} size="icon" aria-label="Settings">
            <Settings aria-hidden="true" />
          </Button>
          <Button kind={kind} disabled>
            Disabled
          </Button>
          <ButtonLink kind={kind} href="#">
            Link
          </ButtonLink>
        </Sample>
      ))}
      <Sample label="Copy, theme, toasts">
        <CopyButton text="sample" label="Copy" />
        <ThemeSwitch />
        <ToastButtons />
      </Sample>
      <Snippet text="memanto agent activate customer-support" />
      <Snippets examples={EXAMPLES} name="" />
    </Samples>
  )
}

export function Overlays() {
  return (
    <Samples title="Dialogs, popovers and parts that open">
      <Sample label="Dialog, popover, icon button, part of the page">
        <Disclosure label="Open a dialog">
          <p className="text-soft">What happens, and what to do.</p>
          <Button kind="primary" className="justify-self-start">
            Do it
          </Button>
        </Disclosure>
        <Disclosure as="popover" label="Open a menu">
          <SampleMenu />
        </Disclosure>
        <Disclosure as="popover" kind="quiet" size="icon" name="More actions" label={<Ellipsis aria-hidden="true" />}>
          <SampleMenu />
        </Disclosure>
        <Disclosure as="part" label="Open a part">
          <p className="text-soft">It opens below its button.</p>
        </Disclosure>
      </Sample>
      <Sample label="Menu of a row, and choice of columns">
        <SampleRowMenu />
        <ColumnChooser list="sample" columns={[{ id: 'created', label: 'Created' }]} density="comfortable" />
      </Sample>
      <Sample label="Panel over a list, and a tooltip">
        <ButtonLink href="/design?panel=open" scroll={false}>
          Open a panel
        </ButtonLink>
        <Button title="What the button does, in a few words">With a tooltip</Button>
      </Sample>
      <Sample label="A menu that is open">
        <div className="w-64 rounded-lg border border-line bg-raised p-1.5 shadow-popover">
          <SampleMenu />
        </div>
      </Sample>
    </Samples>
  )
}

/** The panel of a row, over the page. */
export const SamplePanel = () => (
  <Peek id="sample" title="A row" href="/design" links={{ close: '/design', previous: undefined, next: '/design?panel=next' }}>
    <p className="text-soft">What the row is about.</p>
  </Peek>
)

function SampleRowMenu() {
  const target = { form: 'sample', fields: { id: 'sess_0mwwkq7' } }
  return (
    <RowMenu name="a row" href="#">
      <CopyItem text="sess_0mwwkq7">Copy id</CopyItem>
      <RowAction {...target}>Acts at once</RowAction>
      <ConfirmedRowAction {...target} label="End…" about="This cannot be undone.">
        End
      </ConfirmedRowAction>
    </RowMenu>
  )
}

function SampleMenu() {
  return (
    <>
      <MenuGroup label="A group">
        <MenuButton aria-current="true">
          Chosen
          <Chosen />
        </MenuButton>
        <MenuButton>Another</MenuButton>
      </MenuGroup>
      <MenuGroup>
        <a href="#copy" className="menu-item">
          <Copy aria-hidden="true" />
          Copy the id
        </a>
      </MenuGroup>
    </>
  )
}
