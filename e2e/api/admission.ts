/**
 * Checks what real API servers admit, and prints each check with its result.
 *
 * Usage: admission.ts [--kubernetes VERSION]... [--pods NUMBER] [--seed NUMBER]
 *
 * VERSION is a minor version such as 1.37. The default is every prepared version. NUMBER random pods are generated from the
 * seed, to compare the library's verdicts on them with those of the server.
 */
import { parseArgs } from 'node:util';
import { isApiServerBuilt, kubernetesVersions, patchVersion } from '../cluster/kubernetes';
import { requirePrograms } from '../cluster/prerequisites';
import { prove } from '../cluster/prove';
import { Report } from '../cluster/report';
import { AppsProof } from './apps-proof';
import { AppAdmission } from './app-admission';
import { ApiStage } from './api-stage';
import { ComposeProof } from './compose-proof';
import { applyDefinitions } from './definitions';
import { EdgeAppsProof } from './edge-apps-proof';
import { HardeningProof } from './hardening-proof';
import { Draw, VerdictComparison } from './verdict-comparison';
import { WeakeningProof } from './weakening-proof';

async function main(): Promise<boolean> {
  const { values } = parseArgs({
    options: {
      kubernetes: { type: 'string', multiple: true },
      pods: { type: 'string', default: '100' },
      seed: { type: 'string', default: '1' },
    },
  });
  const versions = chosenVersions(values.kubernetes);
  const draw = { pods: wholeNumber('--pods', values.pods), seed: wholeNumber('--seed', values.seed) };
  requirePrograms('etcd');
  let isAsExpected = true;
  for (const version of versions) isAsExpected = (await proveVersion(version, draw)) && isAsExpected;
  return isAsExpected;
}

function wholeNumber(option: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new Error(`${option} must be a whole number, got ${JSON.stringify(text)}`);
  return Number(text);
}

async function proveVersion(version: string, draw: Draw): Promise<boolean> {
  const report = new Report();
  return prove(
    report,
    (folder) => ApiStage.start(version, folder),
    async (stage, folder) => {
      report.say(`Kubernetes ${patchVersion(version)} answers`);
      const admission = await AppAdmission.create(stage.client, report);
      await applyDefinitions(stage, admission);
      await new AppsProof(stage, admission, folder).run();
      await new ComposeProof(stage, admission, folder).run();
      await new EdgeAppsProof(stage, admission).run();
      await new HardeningProof(stage, report).run();
      await new WeakeningProof(stage, report).run();
      await new VerdictComparison(stage, report, folder, draw).run();
    },
  );
}

/** @throws Error if a version is missing: the message contains the command that builds it */
function chosenVersions(chosen: readonly string[] | undefined): string[] {
  const known = kubernetesVersions();
  const asked = chosen ?? known;
  const unknown = asked.filter((version) => !known.includes(version));
  if (unknown.length > 0) throw new Error(`unknown version ${unknown.join(', ')}: must be one of ${known.join(', ')}`);
  const missing = asked.filter((version) => !isApiServerBuilt(version));
  const howTo = missing.map(
    (version) => `the API server of ${version} is missing: run npm run e2e:prepare -- api-server-${version}`,
  );
  if (missing.length === asked.length || (chosen !== undefined && missing.length > 0))
    throw new Error(howTo.join('\n'));
  for (const line of howTo) console.log(`not compared: ${line}`);
  return asked.filter((version) => !missing.includes(version));
}

main().then(
  // the promise that lost the race may still be pending
  (isAsExpected) => process.exit(isAsExpected ? 0 : 1),
  (error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  },
);
