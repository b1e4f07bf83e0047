/** Steps of CI. The actions are pinned to commits. */
export const WORKFLOW = `name: manifests

on:
  push:
    branches: [main]
  pull_request:

permissions:
  contents: read

jobs:
  manifests:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0
        with:
          persist-credentials: false
      - uses: actions/setup-node@a0853c24544627f65ddf259abe73b1d18a591444 # v5.0.0
        with:
          node-version: 22
      - run: npm ci --ignore-scripts
      - run: npm run types
      - run: npm test
      - run: npm run synth
      # changed, new and deleted manifests, which the commit lacks
      - run: git status --porcelain -- dist && git diff -- dist && test -z "$(git status --porcelain -- dist)"
      - run: npm run check
`;

export const GIT_IGNORE = `node_modules/
`;

export const README = `# {{name}}

\`\`\`sh
npm install --ignore-scripts
npm run types
npm run synth   # writes dist/, which you commit
npm test
npm run check   # checks dist/
kubectl apply -f dist/
\`\`\`

Then open http://NODE:30080/, where NODE is the address of the node that runs the pod (\`kubectl get pods --namespace {{name}} -o wide\`).

| file                              | contains                                                                                                            |
| --------------------------------- | ------------------------------------------------------------------------------------------------------------------- |
| \`site.ts\`                         | the apps                                                                                                            |
| \`main.ts\`                         | the program that writes \`dist/\`                                                                                     |
| \`site.test.ts\`                    | what must stay true                                                                                                 |
| \`images.lock.json\`                | images by digest: \`npx secure-edge images update web=ghcr.io/acme/web:1.4\`                                          |
| \`edge-identities.json\`            | users of the apps, never assigned twice: \`npx secure-edge identity assign NAME\`                                     |
| \`.github/workflows/manifests.yml\` | CI, which fails if \`dist/\` is not the output of the code                                                            |
| \`package-lock.json\`               | versions of the packages; \`npm install\` writes it, and you commit it                                                |

The documentation of cdk8s-secure-edge: https://github.com/cdk8s-secure-edge/cdk8s-secure-edge/tree/main/docs
`;
