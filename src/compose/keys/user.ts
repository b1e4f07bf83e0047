import { quote } from '../../diagnostics/input-error';
import { LARGEST_ID } from '../../host/user-id';
import { Identity } from '../../edge/identity';
import type { Expression } from '../code/expression';
import { call, literal, object } from '../code/expressions';
import { keyPath } from '../key-path';
import type { NumberedUser, ServiceConversion } from '../service-conversion';
import type { KeyGroup } from './key-group';

const FIELD = 'spec.template.spec.securityContext.runAsUser';
const GROUPS_FIELD = 'spec.template.spec.securityContext.supplementalGroups';

export const userKeys: KeyGroup = {
  title: 'Users and groups',
  rows: {
    user: {
      becomes: '`identity` of the app',
      outcomes: ['converted', 'approximated', 'refused'],
      notes:
        'A number is kept. Without the key, or with a name, the user is that of the registry (`--identities`), or 65532. User 0 needs `--accept root-user`. Group 0 is replaced. Apps that write to one volume get one group.',
    },
    group_add: {
      becomes: 'Supplementary groups of the `identity`',
      outcomes: ['converted', 'refused', 'unsupported'],
      notes: 'Only numbers other than 0: the names of groups are known only in the image.',
    },
    userns_mode: {
      becomes: 'Nothing: pods are in the user namespace of the node by default',
      outcomes: ['by-design', 'unsupported'],
      notes: 'Set `posture: new Posture({ userNamespaces: true })` in TypeScript for a user namespace of each pod.',
    },
  },
  convert: (service) => {
    const { definition, report } = service;
    const groups = groupsOf(service);
    const user = userOf(service);
    if (user !== undefined) setUser(service, user, groups);
    // the weakness gives the container user 0, and the pod has the groups
    else if (leadsPod(service)) setUser(service, { userId: Identity.DEFAULT_USER_ID }, groups);
    if (definition.userns_mode === 'host')
      report.byDesign('userns_mode', 'pods are in the user namespace of the node by default');
    else if (definition.userns_mode !== undefined)
      report.unsupported('userns_mode', 'Kubernetes knows only the user namespace of the node, or one for each pod');
  },
};

/** Returns the numbers of a user such as `1000:1000`. Undefined if it has a name, or is root. */
export function numberedUser(user: string | undefined): NumberedUser | undefined {
  const [, uid = '', gid] = /^(\d{1,10})(?::(\d{1,10}))?$/.exec(user ?? '') ?? [];
  const [userId, groupId] = [Number(uid), gid === undefined ? undefined : Number(gid)];
  if (uid === '' || userId === 0 || userId > LARGEST_ID || (groupId ?? 0) > LARGEST_ID) return undefined;
  return { userId, ...(groupId !== undefined && groupId !== 0 && { groupId }) };
}

/** Returns the user that the registry has for a service. Undefined without one. */
export function registeredUser({ options, plan, service, ...own }: ServiceConversion): NumberedUser | undefined {
  const { identities, gateway } = options;
  // a hook runs in the pod of its service
  const name = plan.services.get(plan.project.derived?.get(service)?.of ?? '')?.name ?? own.name;
  const given = (gateway === undefined ? undefined : identities?._find(name, gateway)) ?? identities?._find(name);
  return given === undefined ? undefined : { userId: given.uid };
}

/** Returns the user of a service, and reports where it is from. Undefined if it is root, and accepted. */
function userOf(service: ServiceConversion): NumberedUser | undefined {
  const { definition, options, report, form } = service;
  const { user } = definition;
  if (user === undefined) return userWithoutKey(service);
  const [name = '', group] = user.split(':');
  const numbered = numberedUser(user) ?? numberedUser(name);
  if (numbered !== undefined) {
    const difference = groupDifference(group, numbered);
    if (difference === undefined) report.converted('user', FIELD);
    else report.approximated('user', FIELD, difference);
    return numbered;
  }
  const other = registeredUser(service) ?? { userId: Identity.DEFAULT_USER_ID };
  if (/^0+$/.test(name) || name === 'root') {
    if (form.className === 'ParsecClient') {
      report.refused('user', `a client of Parsec cannot be root, so it runs as ${other.userId}`);
      return other;
    }
    const why = `user 0 is root, also on the node if it leaves the container: it runs as ${other.userId} instead`;
    const reason = report.weaker('user', 'root-user', FIELD, why);
    if (reason === undefined) return other;
    service.container.add('weaknesses', call('Weakness.rootUser', literal(reason)));
    return undefined;
  }
  const known = numberedUser(options.userOfImage?.(definition.image ?? ''));
  report.refused(
    'user',
    `the number of ${quote(name)} is known only in the image, and the kubelet must see that it is not root: write the number. It runs as ${(known ?? other).userId} until then`,
  );
  return known ?? other;
}

function groupDifference(group: string | undefined, { userId, groupId }: NumberedUser): string | undefined {
  if (groupId !== undefined) return undefined;
  if (group === undefined) return `the group is ${userId}: Compose uses the group of the user in the image, or group 0`;
  return /^0+$/.test(group)
    ? `group 0, which is root's, is replaced by ${userId}`
    : `the number of the group ${quote(group)} is known only in the image, so the group is ${userId}`;
}

function userWithoutKey(service: ServiceConversion): NumberedUser | undefined {
  const { definition, options, report } = service;
  if (options.accepted.has(`root-user:${service.service}`) && service.form.className !== 'ParsecClient') {
    const reason = report.acceptance('root-user') ?? '';
    service.container.add('weaknesses', call('Weakness.rootUser', literal(reason)));
    report.accepted('user', FIELD, reason);
    return undefined;
  }
  const registered = registeredUser(service);
  const imageUser = options.userOfImage?.(definition.image ?? '');
  const ofImage = numberedUser(imageUser);
  const user = ofImage ?? registered ?? { userId: Identity.DEFAULT_USER_ID };
  const source =
    ofImage !== undefined
      ? `the user of the image, ${user.userId}`
      : `${registered === undefined ? 'the default user' : 'the user of the registry'}, ${user.userId}, because ${unusable(imageUser)}`;
  report.approximated(
    'user',
    FIELD,
    `the file has no user, so the app runs as ${source}: set user if it needs another`,
  );
  return user;
}

/** Returns the reason why a pod cannot have the user of an image. */
function unusable(imageUser: string | undefined): string {
  if (imageUser === undefined) return 'the user of the image is unknown here and may be root';
  const [name = ''] = imageUser.split(':');
  if (/^0*$/.test(name) || name === 'root') return 'the image runs as root';
  return `the number of the user of the image, ${quote(name)}, is known only in the image`;
}

function groupsOf(service: ServiceConversion): number[] {
  const { definition, report } = service;
  return (definition.group_add ?? []).flatMap((group, i) => {
    const key = keyPath('group_add', i);
    const id = /^\d{1,10}$/.test(group) ? Number(group) : Number.NaN;
    if (id === 0 || group === 'root') report.refused(key, "group 0 is root's, which owns most files of the image");
    else if (!(id <= LARGEST_ID))
      report.unsupported(key, `the number of the group ${quote(group)} is known only in the image: write the number`);
    else if (!leadsPod(service))
      report.unsupported(key, 'supplementary groups belong to the pod, which is that of another service');
    else {
      report.converted(key, GROUPS_FIELD);
      return [id];
    }
    return [];
  });
}

/** True if the service's container is the first of its pod. */
function leadsPod({ plan, service }: ServiceConversion): boolean {
  return (plan.pods.podOf.get(service)?.leader ?? service) === service;
}

/** Replaces the group of an app. */
export function setGroup(service: ServiceConversion, groupId: number): void {
  const { user } = service.form;
  if (user !== undefined) setUser(service, { userId: user.userId, groupId }, user.groups);
}

/** Gives the app its user, or the container if the pod is that of another service. */
function setUser(service: ServiceConversion, { userId, groupId }: NumberedUser, groups: ReadonlyArray<number>): void {
  const identity = (supplementalGroups: ReadonlyArray<number>): Expression => {
    const options = object({
      groupId: groupId === undefined || groupId === userId ? undefined : literal(groupId),
      supplementalGroups: supplementalGroups.length === 0 ? undefined : literal([...supplementalGroups]),
    });
    return call('Identity.user', literal(userId), ...(options.properties.length === 0 ? [] : [options]));
  };
  if (!leadsPod(service)) {
    service.container.set('runAs', identity([]));
    return;
  }
  service.form.user = { userId, groups, ...(groupId !== undefined && { groupId }) };
  const isDefault = userId === Identity.DEFAULT_USER_ID && (groupId ?? userId) === userId && groups.length === 0;
  if (!isDefault || service.form.className === 'ParsecClient') service.app.set('identity', identity(groups));
}
