import regexp from 'eslint-plugin-regexp';
import tseslint from 'typescript-eslint';

const localeCompare = { property: 'localeCompare', message: 'sort by code unit: output must not depend on the locale' };

/** What makes two synths of one source differ. */
const surroundings = [
  { object: 'Date', property: 'now', message: 'synth knows no clock' },
  { object: 'Math', property: 'random', message: 'synth knows no chance' },
  { object: 'process', property: 'env', message: 'synth does not read the environment: take a prop' },
  ...['toLocaleString', 'toLocaleLowerCase', 'toLocaleUpperCase'].map((property) => ({
    property,
    message: 'output must not depend on the locale',
  })),
];

const bareDate = {
  selector: ":matches(NewExpression, CallExpression)[callee.name='Date'][arguments.length=0]",
  message: 'synth knows no clock',
};

export default tseslint.config(
  {
    ignores: ['lib/', '**/dist/', '**/node_modules/', '**/*.{js,mjs}', 'imports/', 'vendor/', 'images/', 'coverage/'],
  },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/prefer-readonly': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      eqeqeq: 'error',
      'no-restricted-properties': ['error', localeCompare],
    },
  },
  {
    // whatever a reader matches may come from a stranger
    files: ['src/**'],
    plugins: { regexp },
    rules: {
      'regexp/no-super-linear-backtracking': ['error', { report: 'certain' }],
      'regexp/no-super-linear-move': ['error', { report: 'certain', ignorePartial: true, ignoreSticky: true }],
    },
  },
  {
    files: ['src/**'],
    ignores: ['src/cli/**', 'src/main.ts'],
    rules: {
      'no-restricted-properties': ['error', localeCompare, ...surroundings],
      'no-restricted-syntax': ['error', bareDate],
    },
  },
  {
    files: ['src/**'],
    ignores: ['src/cli/print.ts'],
    // what is printed may be foreign: src/cli/print.ts escapes it
    rules: { 'no-console': 'error' },
  },
  {
    files: ['test/**', 'examples/**', 'scripts/docs.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-explicit-any': 'off',
      '@typescript-eslint/explicit-module-boundary-types': 'off',
    },
  },
);
