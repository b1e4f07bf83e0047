/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  // one fewer by default, which leaves half of a small machine idle
  maxWorkers: '100%',
  globalSetup: '<rootDir>/test/bundle.ts',
  roots: ['<rootDir>/test', '<rootDir>/examples'],
  // types are checked once for all, by `npm run types`
  transform: {
    '\\.ts$': [
      'ts-jest',
      { diagnostics: false, tsconfig: { module: 'commonjs', target: 'ES2022', isolatedModules: true } },
    ],
  },
  moduleNameMapper: { '^cdk8s-secure-edge$': '<rootDir>/src/index.ts' },
};
