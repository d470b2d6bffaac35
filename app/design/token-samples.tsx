import { Sample, Samples } from './sample'

const COLOURS = ['page', 'surface', 'raised', 'sunken', 'line', 'line-strong', 'ink', 'soft']
const TONES = ['accent', 'accent-ink', 'accent-wash', 'good', 'good-wash', 'warn', 'warn-wash', 'bad', 'bad-wash']
const SIZES = ['text-xs', 'text-sm', 'text-base', 'text-lg', 'text-xl']
const CORNERS = ['rounded-sm', 'rounded-md', 'rounded-lg', 'rounded-xl']
const SHADOWS = ['shadow-control', 'shadow-popover', 'shadow-dialog']

export function Colours() {
  return (
    <Samples title="Colours">
      {[COLOURS, TONES].map((names) => (
        <div key={names[0]} className="flex flex-wrap gap-3">
          {names.map((name) => (
            <div key={name} className="grid gap-1 text-xs text-soft">
              <span style={{ background: `var(--${name})` }} className="h-10 w-20 rounded-md border border-line" />
              {name}
            </div>
          ))}
        </div>
      ))}
    </Samples>
  )
}

export function Type() {
  return (
    <Samples title="Type">
      {SIZES.map((size) => (
        <Sample key={size} label={size}>
          <span className={size}>Regular, </span>
          <span className={`${size} font-medium`}>medium, </span>
          <span className={`${size} font-semibold`}>semibold, </span>
          <span className={`${size} font-mono`}>mono, </span>
          <span className={`${size} tabular-nums`}>0123456789</span>
        </Sample>
      ))}
    </Samples>
  )
}

export function Shapes() {
  return (
    <Samples title="Corners and shadows">
      <Sample label="Corners">
        {CORNERS.map((corner) => (
          <Box key={corner} name={corner} />
        ))}
      </Sample>
      <Sample label="Shadows">
        {SHADOWS.map((shadow) => (
          <Box key={shadow} name={shadow} />
        ))}
      </Sample>
    </Samples>
  )
}

const Box = ({ name }: { name: string }) => (
  <span className={`${name} m-2 grid h-14 w-32 place-content-center rounded-md border border-line bg-raised text-xs text-soft`}>
    {name}
  </span>
)
