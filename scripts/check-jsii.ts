/**
 * Compiles the public surface with jsii, so that bindings for other languages stay possible.
 *
 * It works on a copy: jsii wants keys in package.json that a plain npm package must not have, and writes .js beside the
 * sources.
 */
import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { check } from './lib/check';
import { command, tryCommand } from './lib/command';
import { cached, inTemporaryFolder, ROOT } from './lib/repository';

const JSII = 'jsii@6.0.16';

const COMPILED = [
  'src',
  'imports',
  'images/images.lock.json',
  'README.md',
  'LICENSE',
  'tsconfig.json',
  'tsconfig.build.json',
];

function failures(): number {
  const compiler = cached(JSII.replace('@', '-'), (folder) => {
    writeFileSync(join(folder, 'package.json'), '{"private":true}');
    command('npm', ['install', '--no-audit', '--no-fund', '--silent', JSII], { cwd: folder });
  });
  return inTemporaryFolder((copy) => {
    for (const name of COMPILED) {
      cpSync(join(ROOT, name), join(copy, name), { recursive: true });
    }
    symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
    writeFileSync(join(copy, 'package.json'), JSON.stringify(jsiiManifest(), null, 2));

    const { ok, stdout, stderr } = tryCommand(
      process.execPath,
      [join(compiler, 'node_modules/jsii/bin/jsii'), '--silence-warnings', 'reserved-word'],
      {
        cwd: copy,
        env: { JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20' },
      },
    );
    const report = (stdout + stderr).trim();
    if (!ok) {
      console.log(report);
      return 1;
    }
    const assembly = JSON.parse(readFileSync(join(copy, '.jsii'), 'utf8')) as { readonly types?: object };
    console.log(`${Object.keys(assembly.types ?? {}).length} public types, all jsii-clean`);
    return 0;
  });
}

/** package.json as jsii wants it. The published package bundles nothing. */
function jsiiManifest(): object {
  const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { readonly dependencies: object };
  return {
    ...manifest,
    bundledDependencies: Object.keys(manifest.dependencies),
    jsii: { outdir: 'jsii', targets: {}, tsconfig: 'tsconfig.build.json', validateTsconfig: 'minimal' },
  };
}

check(failures);
