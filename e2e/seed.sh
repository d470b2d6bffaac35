#!/usr/bin/env bash
# Runs e2e/seed.py against a new server on port 8000, with temporary data.
set -euo pipefail
cd "$(dirname "$0")/.."
python=/usr/bin/python3
if ! "$python" -c 'import httpx, jwt' 2>/dev/null; then
  [ "$(id -u)" = 0 ] || { echo 'This needs httpx and PyJWT: sudo apt-get install python3-httpx python3-jwt' >&2; exit 1; }
  apt-get update -qq && apt-get install -y -qq python3-httpx python3-jwt >/dev/null
fi
MEMANTO_DATA_DIR=$(mktemp -d) && chmod 755 "$MEMANTO_DATA_DIR" # as root, the database's own user must reach it
export MEMANTO_DATA_DIR LOG_LEVEL=warn
trap '[ -z "${server:-}" ] || { kill "$server"; wait "$server"; } 2>/dev/null; rm -rf "$MEMANTO_DATA_DIR"' EXIT
npm run -s build
node lib/server/run.mjs start &
server=$!
for _ in $(seq 120); do
  if curl -fs -o /dev/null http://localhost:8000/ready; then break; fi
  sleep 0.5
done
created=$(npm run -s admin -- bootstrap --email owner@example.com --team Seed --json)
MOORCHEH_API_KEY=$(node -p 'JSON.parse(process.argv[1]).api_key' "$created") "$python" e2e/seed.py
