/** Part of the run in its own namespaces. Usage: own-host-proof.ts FOLDER */
import { Report } from '../cluster/report';
import { IsolationProof } from './isolation-proof';

async function main(folder: string): Promise<void> {
  const report = new Report();
  try {
    await new IsolationProof(report, folder).run();
  } catch (error) {
    report.expect('the run', 'ends without an error', (error as Error).message);
  }
  console.log(`\n${report.toString()}\n`);
  report.say(`${report.size} checks, ${report.differences} different`);
  // the programs that it started end with the namespaces
  process.exit(report.differences === 0 ? 0 : 1);
}

void main(process.argv[2]!);
