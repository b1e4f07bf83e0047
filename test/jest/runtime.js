const { join, relative } = require('node:path');
const { Script } = require('node:vm');
const { default: Runtime } = require('jest-runtime');

const SRC = join(__dirname, '../../src/');

/** File with all modules of src/, which `test/bundle.ts` writes. */
const BUNDLE = join(__dirname, '../../.cache/test/modules.js');

/** A test file that replaces a module of src/, or counts the work in it, needs each module by itself. */
const NEEDS_MODULES = /\bjest\.mock\(\s*'\.\.?\/|\bfrom '[./]*\/work'/;

/** Compiled scripts of this process, by file. */
const scripts = new Map();

/**
 * Runtime of Jest that loads modules faster: those of src/ are in one bundle, and a file is compiled once in a process, not
 * again for each test file.
 */
module.exports = class extends Runtime {
  transformFile(filename, options) {
    if (!filename.startsWith(SRC) || !this.isBundled()) return super.transformFile(filename, options);
    return `module.exports = require(${JSON.stringify(BUNDLE)})[${JSON.stringify(relative(SRC, filename))}]();`;
  }

  isBundled() {
    this.bundled ??= !this._coverageOptions.collectCoverage && !NEEDS_MODULES.test(this.readFile(this._testPath));
    return this.bundled;
  }

  createScriptFromCode(source, filename) {
    // V8 counts work only in what it compiles for the test file
    if (!this.isBundled()) return super.createScriptFromCode(source, filename);
    const known = scripts.get(filename);
    if (known?.source === source) return known.script;
    const script = this.compile(source, filename);
    scripts.set(filename, { source, script });
    return script;
  }

  // as Jest does, without import() of ECMAScript modules, which needs a script for each test file
  compile(source, filename) {
    try {
      return new Script(this.wrapCodeInModuleWrapper(source), {
        filename,
        columnOffset: this._fileTransforms.get(filename)?.wrapperLength,
      });
    } catch {
      // Jest explains the error
      return super.createScriptFromCode(source, filename);
    }
  }
};
