import { Facet } from '@/app/_ui/facet'
import { Field, Input, Select, Textarea } from '@/app/_ui/field'
import { FilterChips } from '@/app/_ui/filter-chips'
import { FilterField } from '@/app/_ui/filter-field'
import { PasswordInput } from '@/app/_ui/password-input'
import { SortFilter } from '@/app/_ui/sort-filter'
import { TimeRange } from '@/app/_ui/time-range'
import { Sample, Samples } from './sample'
import { SampleCombobox, SampleComboboxList } from './sample-combobox'
import { SampleRadioCards } from './sample-radio-cards'

const CHIPS = [
  { label: 'State', value: 'Active', href: '#' },
  { label: 'Agent', value: 'customer-support', href: '#' },
]

const STATES = { active: 'Active', ended: 'Ended' }

/** Everything into which something is entered. Ids are not those of a form, because each sample is on the page twice. */
export function Entry() {
  return (
    <Samples title="Fields and filters">
      <div className="grid gap-4 sm:grid-cols-2">
        <Field id="sample-text" label="Text" hint="A hint below the field">
          <Input placeholder="customer-support" aria-label="Text" />
        </Field>
        <Field id="sample-refused" label="Refused">
          <Input defaultValue="Customer support" aria-label="Refused" aria-invalid />
        </Field>
        <Field id="sample-choice" label="Choice">
          <Select aria-label="Choice">
            <option>Support</option>
            <option>Project</option>
          </Select>
        </Field>
        <Field id="sample-disabled" label="Disabled">
          <Input disabled defaultValue="Not now" aria-label="Disabled" className="opacity-50" />
        </Field>
        <Field id="sample-lines" label="Several lines">
          <Textarea defaultValue="The customer prefers e-mail." aria-label="Several lines" />
        </Field>
        <Field id="sample-password" label="Password">
          <PasswordInput autoComplete="off" defaultValue="Not a real one" aria-label="Password" />
        </Field>
        <Choices />
        <SampleComboboxList />
      </div>
      <SampleRadioCards />
      <Sample label="Filters">
        <FilterField label="State">
          <Select>
            <option>Active (3)</option>
          </Select>
        </FilterField>
        <SampleCombobox />
        <TimeRange range="7d" zone="UTC" />
        <SortFilter value="newest" words={{ newest: 'Newest', oldest: 'Oldest' }} />
      </Sample>
      <Sample label="A filter whose choices are in sight, and filters that are set">
        <Facet label="State" anyLabel="Any" words={STATES} counts={{ '': 15, active: 3, ended: 12 }} value="active" hrefOf={() => '#'} />
        <FilterChips chips={CHIPS} clearHref="#" />
      </Sample>
    </Samples>
  )
}

function Choices() {
  return (
    <fieldset className="grid content-start gap-2">
      <legend className="mb-1.5 font-medium">Choices</legend>
      {(['checkbox', 'radio'] as const).map((type) => (
        <label key={type} className="flex items-center gap-2">
          <input type={type} defaultChecked className="size-4" />
          {type}
        </label>
      ))}
    </fieldset>
  )
}
