import { Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { quote } from '../diagnostics/input-error';
import type { ContainerOptions } from './container-options';
import { replicasOf } from './replica-problems';
import type { AppSettings } from './secure-edge-app-options';
import type { WritableFolder } from './writable-folder';

/** App that writes to a claim. */
interface ClaimUser {
  readonly app: string;
  readonly groupId: number;
}

const USERS = new WeakMap<IConstruct, Map<string, ClaimUser>>();

/** Problems of a container whose folders are of claims that other apps, or other replicas, cannot share with it. */
export function claimProblems(
  app: IConstruct,
  settings: AppSettings,
  { writableFolders = [] }: ContainerOptions,
): string[] {
  return writableFolders.flatMap((folder) => [
    ...modeProblems(folder, settings),
    ...groupProblems(app, settings, folder),
  ]);
}

/** Records the app as a user of the claims of a container. */
export function useClaims(app: IConstruct, settings: AppSettings, { writableFolders = [] }: ContainerOptions): void {
  const { groupId } = settings.identity;
  if (groupId === undefined) return;
  for (const folder of writableFolders) {
    const key = keyOf(settings, folder);
    if (key !== undefined && !usersOf(app).has(key)) usersOf(app).set(key, { app: app.node.path, groupId });
  }
}

function modeProblems({ _reference: claim, _accessMode: mode }: WritableFolder, settings: AppSettings): string[] {
  const { placement, autoscaler } = settings;
  if (claim === undefined || mode === undefined) return [];
  if (mode === 'ReadOnlyMany')
    return [`claim ${quote(claim.name)} is ReadOnlyMany, so that no app can write to it: use MountedFiles.fromClaim`];
  if (mode !== 'ReadWriteOnce' || (placement._kind !== 'every-gateway' && replicasOf(settings).most <= 1)) return [];
  return [
    ofOneNode(
      claim.name,
      autoscaler === undefined ? placement.describe() : `an autoscaler up to ${autoscaler.most} replicas`,
    ),
  ];
}

/** Problems of a container whose app an autoscaler of another library scales. */
export function scaledClaimProblems({ writableFolders = [] }: ContainerOptions): string[] {
  return writableFolders
    .filter(({ _accessMode: mode }) => mode === 'ReadWriteOnce')
    .map(({ _reference: claim }) => ofOneNode(claim?.name, 'an autoscaler'));
}

function ofOneNode(claim: string | undefined, got: string): string {
  return `claim ${quote(claim)} is ReadWriteOnce, so that pods of only one node can use it, got ${got}: use one replica or Placement.gateway, a claim for each gateway, or ClaimAccessMode.READ_WRITE_MANY if the storage can do it`;
}

/** The kubelet gives the volume to the group of each pod that mounts it, so that the apps would take it from each other. */
function groupProblems(app: IConstruct, settings: AppSettings, folder: WritableFolder): string[] {
  const { groupId } = settings.identity;
  const key = keyOf(settings, folder);
  const other = key === undefined ? undefined : usersOf(app).get(key);
  if (groupId === undefined || other === undefined || other.groupId === groupId || other.app === app.node.path)
    return [];
  return [
    `claim ${quote(folder._reference?.name)} belongs to the group ${other.groupId} of ${quote(other.app)}, got group ${groupId}: give both apps the same group, such as Identity.user(20002, { groupId: ${other.groupId} }), or each its own claim`,
  ];
}

function keyOf({ namespaceName = '' }: AppSettings, { _reference: claim }: WritableFolder): string | undefined {
  return claim === undefined ? undefined : `${namespaceName}/${claim.name}`;
}

function usersOf(app: IConstruct): Map<string, ClaimUser> {
  const chart = Chart.of(app);
  const users = USERS.get(chart) ?? new Map<string, ClaimUser>();
  USERS.set(chart, users);
  return users;
}
