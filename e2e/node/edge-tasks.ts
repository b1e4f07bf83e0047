/** Checks the tasks of a gateway on a real cluster, and prints each check with its result. */
import { requirePrograms } from '../cluster/prerequisites';
import { prove } from '../cluster/prove';
import { Report } from '../cluster/report';
import { Cluster } from './cluster';
import { TASK_NODE } from './edge-task-node';
import { EdgeTasksProof } from './edge-tasks-proof';

async function main(): Promise<boolean> {
  requirePrograms('go', 'kubectl', 'mke2fs', 'etcd', 'qemu-system-x86_64');
  const report = new Report();
  return prove(
    report,
    (folder) => Cluster.start(folder, [], TASK_NODE),
    (cluster, folder) => new EdgeTasksProof(cluster, report, folder).run(),
  );
}

main().then(
  // the promise that lost the race may still be pending
  (isAsExpected) => process.exit(isAsExpected ? 0 : 1),
  (error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  },
);
