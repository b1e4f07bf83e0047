/** The part of the run that is on a host of its own: own-host-proof.ts FOLDER */
import { Report } from '../cluster/report';
import { IsolationProof } from './isolation-proof';

async function main(folder: string): Promise<void> {
  const report = new Report();
  try {
    await new IsolationProof(report, folder).run();
  } catch (error) {
    report.expect('the run', 'comes to its end', (error as Error).message);
  }
  console.log(`\n${report.toString()}\n`);
  report.say(`${report.size} checks, ${report.differences} different`);
  // what it started ends with the host
  process.exit(report.differences === 0 ? 0 : 1);
}

void main(process.argv[2]);
