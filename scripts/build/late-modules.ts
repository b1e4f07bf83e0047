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

/** Properties that every function has of its own. */
const OF_EVERY_FUNCTION: ReadonlySet<string> = new Set(['length', 'name', 'prototype', 'arguments', 'caller']);

function lateModule(name: string): string {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the names of a module's exports are known only at run time
  const module = require(name) as object;
  const load = `let loaded;\nconst load = () => (loaded ??= require(${JSON.stringify(name)}));\n`;
  const names = Object.getOwnPropertyNames(module).filter((name) => !OF_EVERY_FUNCTION.has(name));
  const getters = names.map(
    (name) => `${JSON.stringify(name)}: { get: () => load()[${JSON.stringify(name)}], enumerable: true }`,
  );
  const exported = (target: string): string => `Object.defineProperties(${target}, { ${getters.join(', ')} })`;
  if (typeof module !== 'function') return `${load}module.exports = ${exported('{}')};`;
  const traps = `{ apply: (_, self, args) => Reflect.apply(load(), self, args), construct: (_, args) => Reflect.construct(load(), args) }`;
  return `${load}module.exports = new Proxy(${exported('function () {}')}, ${traps});`;
}
