import { cronSchedule } from '../../kubernetes/syntax';
import type { ComposeProject } from '../compose-project';
import type { ConversionOptions } from '../conversion-options';
import { isStandalone } from './pod-form';
import type { LeftOut } from './left-out';

/** Returns the jobs that nothing starts, with the reason. */
export function unscheduledJobs(project: ComposeProject, options: ConversionOptions): [string, LeftOut][] {
  return [...(project.derived ?? [])].flatMap(([service, { kind, of }]): [string, LeftOut][] => {
    const reason = kind === 'job' ? obstacle(project, of, options) : undefined;
    return reason === undefined ? [] : [[service, { key: 'triggers', reason }]];
  });
}

function obstacle(project: ComposeProject, job: string, options: ConversionOptions): string | undefined {
  const [schedule] = project.jobs?.get(job)?.triggers.schedule ?? [];
  if (schedule === undefined)
    return 'nothing in a cluster starts a job by hand: write it as a service with restart: "no", which runs once when it is applied, or give it a schedule';
  if (isStandalone(options))
    return 'nothing runs a schedule on a gateway without a cluster: let the program of a service wait for its time';
  return cronSchedule('schedule', schedule.cron);
}
