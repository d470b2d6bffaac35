// Ends the process with one sentence if Node is too old. The syntax is one that an old Node can parse; the versions are those of `engines` in package.json.
const [major, minor] = process.versions.node.split('.').map(Number)
const isSupported = major === 20 ? minor >= 19 : major === 22 ? minor >= 12 : major > 22

if (!isSupported) {
  process.stderr.write(
    `Memanto needs Node.js 22.12 or newer, or 20.19 or newer of version 20; this is ${process.versions.node}. Download it from https://nodejs.org.\n`,
  )
  process.exit(1)
}
