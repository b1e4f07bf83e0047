import type { Cdk8sPlusValue } from '../kubernetes/cdk8s-plus-value';
import type { Kind } from '../kubernetes/features';
import { objectAt, stringAt, type JsonObject } from '../kubernetes/manifest';
import { Protocol } from '../kubernetes/port';
import type { NamedContainer } from './pod-spec';
import { renderResources } from './resources';
import type { AppSettings } from './secure-edge-app-options';

/**
 * Returns the workload of an app as a `ScalingTarget` of cdk8s-plus. A number of replicas that the author chose is part
 * of it, so that cdk8s-plus rejects an autoscaler beside it.
 */
export function scalingTarget(app: AppSettings, kind: Kind, containers: Cdk8sPlusValue[]): Cdk8sPlusValue {
  const { count } = app.placement;
  return {
    kind,
    apiVersion: app.target._apiVersion(kind),
    name: app.name,
    containers,
    ...(count !== 1 && { replicas: count }),
  };
}

/**
 * Returns containers as `Container`s of cdk8s-plus, without init containers. They have only their TCP ports, because
 * cdk8s-plus opens every port of a container as a TCP port.
 */
export function plusContainers(containers: ReadonlyArray<NamedContainer>): Cdk8sPlusValue[] {
  return containers.filter(({ role }) => role !== 'init').map(plusContainer);
}

function plusContainer({ name, options }: NamedContainer): Cdk8sPlusValue {
  const resources = renderResources(options.resources ?? {}, 0n);
  const pair = (resource: string): JsonObject => ({
    request: { amount: stringAt(objectAt(resources, 'requests'), resource) },
    limit: { amount: stringAt(objectAt(resources, 'limits'), resource) },
  });
  const ports = (options.ports ?? []).filter(({ protocol }) => protocol === Protocol.TCP);
  return { name, ports, resources: { cpu: pair('cpu'), memory: pair('memory') } };
}
