/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  runtime: '<rootDir>/test/jest/runtime.js',
  // one fewer by default, which leaves half of a small machine idle
  maxWorkers: '100%',
  // a worker that has loaded the modules for many files is slower than a new one
  workerIdleMemoryLimit: '700MB',
  // a loaded machine is several times slower
  testTimeout: 30_000,
  globalSetup: '<rootDir>/test/bundle.ts',
  roots: ['<rootDir>/test', '<rootDir>/examples'],
  // types are checked once for all, by `npm run types`
  transform: {
    '\\.ts$|/cctv-age/.*\\.js$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' }, swcrc: false },
    ],
  },
  // an ECMAScript module, which Jest loads only as CommonJS
  transformIgnorePatterns: ['/node_modules/(?!cctv-age/)'],
  moduleNameMapper: { '^cdk8s-secure-edge$': '<rootDir>/src/index.ts' },
};
