const { existsSync } = require('node:fs');

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: ['test', 'examples']
    .filter((folder) => existsSync(`${__dirname}/${folder}`))
    .map((folder) => `<rootDir>/${folder}`),
  transform: {
    '\\.ts$': [
      'ts-jest',
      { diagnostics: false, tsconfig: { module: 'commonjs', target: 'ES2022', isolatedModules: true } },
    ],
  },
  moduleNameMapper: { '^cdk8s-secure-edge$': '<rootDir>/src/index.ts' },
};
