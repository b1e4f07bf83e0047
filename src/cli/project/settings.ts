import type { OwnPackage } from '../../diagnostics/own-package';

/** Packages of a new project, beside this one. Their versions are those that this package is tested with. */
const PACKAGES = [
  '@swc/core',
  '@swc/jest',
  '@types/jest',
  '@types/node',
  'cdk8s',
  'cdk8s-cli',
  'constructs',
  'jest',
  'tsx',
  'typescript',
] as const;

/** Returns the `package.json` of a new project, with exact versions. */
export function packageJson({ name, version, devDependencies }: OwnPackage): string {
  const versions = Object.fromEntries([
    ...PACKAGES.map((each) => [each, devDependencies[each] ?? 'latest']),
    [name, version],
  ]) as Readonly<Record<string, string>>;
  const content = {
    name: '{{name}}',
    private: true,
    scripts: {
      types: 'tsc',
      synth: 'cdk8s --check-upgrade=false synth',
      test: 'jest',
      check: 'secure-edge check dist --kubernetes 1.30',
    },
    devDependencies: Object.fromEntries(Object.entries(versions).sort(([a], [b]) => (a < b ? -1 : 1))),
  };
  return `${JSON.stringify(content, undefined, 2)}\n`;
}

export const TSCONFIG = `{
  "compilerOptions": {
    "target": "ES2022",
    "module": "commonjs",
    "strict": true,
    "noEmit": true,
    "skipLibCheck": true,
    "types": ["node", "jest"]
  },
  "include": ["*.ts"]
}
`;

export const CDK8S = `language: typescript
app: node --import tsx main.ts
output: dist
`;

export const JEST = `/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  // types are checked by "npm run types"
  transform: { '\\\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }] },
};
`;
