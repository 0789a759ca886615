#!/bin/sh
# Has generators make zod schemas of a document. They must read the answers of a later server.
# usage: npm run read 3.1
set -eu
document=../../api/v1/openapi/openapi-$1.json
rm -rf made
openapi-ts -i "$document" -o made -p zod --silent
orval -i "$document" -o made/orval.ts --client zod
tsc --noCheck --target es2022 --module esnext --moduleResolution bundler --outDir made made/*.ts
node read.mjs
