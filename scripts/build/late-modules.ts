import type { Plugin } from 'esbuild';

/** Modules of Node.js that few commands need. */
const RARE = /^node:(child_process|crypto|fs\/promises|net|stream|stream\/promises|timers\/promises|tty|url|zlib)$/;

/** Replaces the import of a package, or of a rare module of Node.js, by one that loads it at its first use. */
export function lateModules(bundled: string): Plugin {
  return {
    name: 'late modules',
    setup(build) {
      build.onResolve({ filter: /^[^./]/ }, ({ path, namespace, kind }) => {
        if (kind === 'entry-point' || path === bundled || (path.startsWith('node:') && !RARE.test(path)))
          return undefined;
        return namespace === 'late' ? { path, external: true } : { path, namespace: 'late' };
      });
      build.onLoad({ filter: /^/, namespace: 'late' }, ({ path }) => ({ contents: lateModule(path) }));
    },
  };
}

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
