# syntax=docker/dockerfile:1
# The production server in one image. Data, and the secret made at the first start, go to the volume /data.
#   docker build -t memanto . && docker run --init -p 127.0.0.1:8000:8000 -v memanto-data:/data memanto
ARG NODE_IMAGE=node:24-bookworm-slim

FROM ${NODE_IMAGE} AS build
ENV NEXT_TELEMETRY_DISABLED=1
WORKDIR /app
# Manifests first: the layer with the packages is made again only when they change.
COPY package.json package-lock.json ./
COPY cli/package.json cli/
RUN npm ci --omit=dev --ignore-scripts
COPY . .
# A build is current while size and time of every source file stay as they were. Layers store whole seconds, so whole seconds are set before.
RUN find . -path ./node_modules -prune -o -type f -exec touch -d 2020-01-01T00:00:00Z {} + \
 && npm rebuild \
 && node cli/build.mjs \
 && npm run build \
 && rm -rf .next/cache

FROM ${NODE_IMAGE}
LABEL org.opencontainers.image.title="Memanto" \
      org.opencontainers.image.description="Memory for AI agents: a portal and a REST API over Postgres" \
      org.opencontainers.image.licenses="MIT"
WORKDIR /app
# The program belongs to root and is only read; the server writes nothing but /data.
COPY --from=build /app .
RUN install -d -o node -g node -m 700 /data
ENV NODE_ENV=production \
    NEXT_TELEMETRY_DISABLED=1 \
    HOST=0.0.0.0 \
    PORT=8000 \
    MEMANTO_DATA_DIR=/data
USER node
VOLUME /data
EXPOSE 8000
# Ready, not only alive: whoever waits for "healthy" can send calls. Docker restarts nothing because of it.
HEALTHCHECK --interval=30s --timeout=5s --start-period=120s --start-interval=2s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/ready').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
STOPSIGNAL SIGTERM
# Not by npm: the server gets the signal to stop directly.
CMD ["node", "lib/server/run.mjs", "start"]
