/**
 * Runs an app of this repository with another version of Kubernetes.
 *
 * Usage: synth-for.ts VERSION PROGRAM. CDK8S_OUTDIR is the output folder. The target izuma-edge does not change.
 */
import { resolve } from 'node:path';
import { Target } from '../../src/kubernetes/target';

const [version = '', program = ''] = process.argv.slice(2);
const choose = Target.kubernetes.bind(Target);
Target.kubernetes = (_, options) => choose(version, options);
// eslint-disable-next-line @typescript-eslint/no-require-imports -- what it imports is changed above
require(resolve(program));
