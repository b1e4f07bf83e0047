import { keyPath } from '../key-path';
import type { ServiceConversion } from '../service-conversion';
import type { JobSchedule } from '../service-definition';

const INIT = 'spec.template.spec.initContainers';
const CRON = 'CronJob spec';

/** Returns the schedule of a job. Undefined for any other service. */
export function scheduleOf({ project, service }: ServiceConversion): JobSchedule | undefined {
  const derived = project.derived?.get(service);
  return derived?.kind === 'job' ? project.jobs?.get(derived.of)?.triggers.schedule?.[0] : undefined;
}

/** Reports what a hook of `pre_start` or a job has besides the keys of a container. */
export function reportDerived(service: ServiceConversion): void {
  const kind = service.project.derived?.get(service.service)?.kind;
  if (kind === 'pre-start') reportHook(service);
  else if (kind === 'job') reportTriggers(service);
}

function reportHook({ project, report, service }: ServiceConversion): void {
  const reported = project.derived?.get(service)?.reported ?? {};
  const networks = Object.entries((reported['networks'] ?? {}) as Record<string, { aliases?: unknown[] } | null>);
  for (const [network, attachment] of networks)
    if (attachment?.aliases !== undefined)
      report.byDesign(keyPath('networks', network, 'aliases'), 'nobody connects to an init container');
  if (reported['per_replica'] === true) report.converted('per_replica', INIT);
  else
    report.approximated(
      'per_replica',
      INIT,
      'the init container runs at each start of the pod, and in each replica: Compose runs it once for a service',
    );
}

function reportTriggers({ project, report, service }: ServiceConversion): void {
  const job = project.jobs?.get(project.derived?.get(service)?.of ?? '');
  const { manual, schedule = [] } = job?.triggers ?? {};
  if (manual === false)
    report.approximated('triggers.manual', CRON, 'a user with the right to create jobs can run it by hand, too');
  else if (manual === true)
    report.approximated('triggers.manual', CRON, 'to run it by hand, use kubectl create job --from=cronjob/NAME');
  schedule.forEach((each, i) => {
    const key = keyPath('triggers', 'schedule', i);
    if (i > 0) report.unsupported(key, 'a CronJob has one schedule: write a job for each');
    else reportSchedule(report, key, each);
  });
}

function reportSchedule(
  report: ServiceConversion['report'],
  key: string,
  { timezone, concurrency, missed_fires: missed }: JobSchedule,
): void {
  report.approximated(`${key}.cron`, `${CRON}.schedule`, 'in the time zone of the controller manager of the cluster');
  if (timezone !== undefined)
    report.unsupported(`${key}.timezone`, 'the schedule is in the time zone of the cluster: convert its hours');
  if (concurrency === 'queue')
    report.unsupported(`${key}.concurrency`, 'a run is skipped while the previous one has not ended');
  else if (concurrency !== undefined) report.converted(`${key}.concurrency`, `${CRON}.concurrencyPolicy`);
  if (missed === 'skip')
    report.unsupported(`${key}.missed_fires`, 'the controller starts one run for those that were missed');
  else if (missed !== undefined) report.converted(`${key}.missed_fires`, CRON);
}
