# One image for both processes: `node src/web.ts` (the default) and `node src/worker.ts`.

FROM node:24-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# Node itself is an optional dependency, for machines without it; here it would go in twice.
RUN npm ci --omit=dev --omit=optional --ignore-scripts \
  && find node_modules -type f \( -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' -o -name '*.map' -o -name '*.md' \) -delete

FROM node:24-bookworm-slim
WORKDIR /app
COPY --from=packages /app/node_modules node_modules
COPY package.json ./
COPY src src
COPY commands commands
COPY jobs jobs
# Compiled code is kept per Node version and per user, so it is made by the user who will run it.
ENV NODE_ENV=production NODE_COMPILE_CACHE=/var/cache/slipway
RUN install -d -o 1000 -g 1000 /var/cache/slipway
USER 1000:1000
RUN node src/web.ts --warm && node src/worker.ts --warm
EXPOSE 8080
CMD ["node", "src/web.ts"]
