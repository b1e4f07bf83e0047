import { quote } from '../../diagnostics/input-error';
import { Identity } from '../../edge/identity';
import { numberedUser, setGroup } from '../keys/user';
import { ConnectedNames } from '../pods/connected';
import type { ProjectConversion, ServiceConversion } from '../service-conversion';

/** Records that a service writes to a claim. The kubelet gives the volume to the group of the pod. */
export function recordWriter({ plan, service }: ServiceConversion, claim: string): void {
  const writers = plan.writers.get(claim) ?? new Set<string>();
  writers.add(plan.pods.podOf.get(service)?.leader ?? service);
  plan.writers.set(claim, writers);
}

/** Gives apps that write to one claim one group: that of the first service with a numeric user, or of the first one. */
export function shareGroups({ writers, services }: ProjectConversion): void {
  const sets = new ConnectedNames(services.keys());
  for (const [first = '', ...others] of writers.values()) for (const other of others) sets.connect(first, other);
  for (const names of sets.sets()) {
    const users = names.flatMap((name) => services.get(name) ?? []).filter(({ form }) => form.user !== undefined);
    const owner = users.find(({ definition }) => numberedUser(definition.user) !== undefined) ?? users[0];
    if (owner === undefined) continue;
    const group = groupOf(owner);
    for (const service of users) {
      if (groupOf(service) === group) continue;
      setGroup(service, group);
      service.report.addDifference(
        'user',
        `the group is ${group}, that of ${quote(owner.service)}, because both write to one volume`,
      );
    }
  }
}

function groupOf({ form: { user } }: ServiceConversion): number {
  return user?.groupId ?? user?.userId ?? Identity.DEFAULT_USER_ID;
}
