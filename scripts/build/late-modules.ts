import type { Plugin } from 'esbuild';

/** Modules that are loaded at their first use, because few commands need them. */
const LATE =
  /^(diff|picomatch|yaml|node:(child_process|crypto|fs\/promises|net|stream|stream\/promises|timers\/promises|tty|url|zlib))$/;

/** Replaces the import of such a module by one that loads it at its first use. */
export const lateModules: Plugin = {
  name: 'late modules',
  setup(build) {
    build.onResolve({ filter: LATE }, ({ path, namespace }) =>
      namespace === 'late' ? { path, external: true } : { path, namespace: 'late' },
    );
    build.onLoad({ filter: LATE, namespace: 'late' }, ({ path }) => ({ contents: lateModule(path) }));
  },
};

function lateModule(name: string): string {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the names of a module's exports are known only at run time
  const module = require(name) as object;
  const load = `let loaded;\nconst load = () => (loaded ??= require(${JSON.stringify(name)}));\n`;
  if (typeof module === 'function') return `${load}module.exports = (...args) => load()(...args);`;
  const getters = Object.keys(module).map(
    (key) => `get ${JSON.stringify(key)}() { return load()[${JSON.stringify(key)}]; }`,
  );
  return `${load}module.exports = { ${getters.join(', ')} };`;
}
