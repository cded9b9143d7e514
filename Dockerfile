# The registry's server in a container. The package is built from this checkout and then installed alone.
FROM node:24-bookworm-slim AS package
WORKDIR /source
COPY . .
# The installation builds it.
RUN npm ci && mkdir /package && npm pack --ignore-scripts --pack-destination /package

FROM node:24-bookworm-slim
COPY --from=package /package /package
RUN npm install --global /package/tito-*.tgz && rm -r /package && npm cache clean --force
ENV NODE_ENV=production
USER node
WORKDIR /home/node
EXPOSE 4020
HEALTHCHECK --interval=5s --timeout=3s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:4020/readyz').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["tito"]
CMD ["community", "serve", "--host", "0.0.0.0"]
