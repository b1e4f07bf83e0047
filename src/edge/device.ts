import { Problems, quote } from '../diagnostics/input-error';
import { stringAt, type JsonObject } from '../kubernetes/manifest';
import { referenceTo, type INamedObject, type ObjectReference } from '../kubernetes/named-object';
import { isExtendedResource, resourceNameProblem } from '../kubernetes/resource-name';
import { dnsLabel } from '../kubernetes/syntax';
import type { Target } from '../kubernetes/target';
import { volumeName } from '../kubernetes/volume-name';

/** Options of a device that a resource claim selects. */
export interface DeviceClaimOptions {
  /**
   * Request of the claim whose devices the container gets, if the claim has several.
   * @default - all requests of the claim
   */
  readonly request?: string;
}

/** Claim of a pod, and the field of the pod that contains its name. */
interface PodClaim {
  readonly field: 'resourceClaimName' | 'resourceClaimTemplateName';
  readonly reference: ObjectReference;
  readonly request: string | undefined;
}

/**
 * Device of the node that a container may open. The kubelet gives the container only this device, so that it needs neither
 * `privileged` nor a mount of the node's `/dev`.
 *
 * ```ts
 * new SecureEdgeApp(shop, 'camera', { image, devices: [Device.resource('squat.ai/video')] });
 * ```
 */
export class Device {
  /**
   * Device of a device plugin, which must run on the node. The scheduler selects a node that has the device free.
   * @param name resource of the plugin, such as `squat.ai/video`
   * @param count number of devices, 1 or more
   * @throws {@link InputError} if the name is not that of an extended resource, or the count is not a whole number from 1
   */
  public static resource(name: string, count: number = 1): Device {
    const problems = new Problems();
    const syntax = resourceNameProblem(name);
    if (syntax !== undefined) problems.add(`resource ${syntax}, got ${quote(name)}`);
    else if (!isExtendedResource(name))
      problems.add(
        `resource must have the domain of its device plugin, such as "squat.ai/video", and not that of Kubernetes, got ${quote(name)}`,
      );
    if (!Number.isSafeInteger(count) || count < 1)
      problems.add(`count must be a whole number, 1 or more, got ${quote(count)}`);
    problems.throwIfAny('Device.resource');
    return new Device({ name, count }, undefined);
  }

  /**
   * Devices of a ResourceClaim in the app's namespace, which all pods that use the claim share. Needs Kubernetes 1.34.
   * @param claim claim, or its name
   * @throws {@link InputError} if a name is invalid, or the object is not a ResourceClaim
   */
  public static claim(claim: string | INamedObject, options: DeviceClaimOptions = {}): Device {
    return Device.claimed('claim', 'ResourceClaim', claim, options);
  }

  /**
   * Devices of a claim that Kubernetes makes for each pod from a ResourceClaimTemplate in the app's namespace. Needs
   * Kubernetes 1.34.
   * @param template template, or its name
   * @throws {@link InputError} if a name is invalid, or the object is not a ResourceClaimTemplate
   */
  public static claimTemplate(template: string | INamedObject, options: DeviceClaimOptions = {}): Device {
    return Device.claimed('claimTemplate', 'ResourceClaimTemplate', template, options);
  }

  private static claimed(
    factory: 'claim' | 'claimTemplate',
    kind: string,
    object: string | INamedObject,
    { request }: DeviceClaimOptions,
  ): Device {
    const problems = new Problems();
    const reference = referenceTo(kind, object, factory === 'claim' ? 'claim' : 'claim template');
    problems.add(reference.problem);
    if (request !== undefined) problems.add(dnsLabel('request', request));
    problems.throwIfAny(`Device.${factory}`);
    const field = factory === 'claim' ? 'resourceClaimName' : 'resourceClaimTemplateName';
    return new Device(undefined, { field, reference, request });
  }

  private constructor(
    private readonly extended: { readonly name: string; readonly count: number } | undefined,
    private readonly podClaim: PodClaim | undefined,
  ) {}

  /** Words for the device, which are equal only for the same device. @internal */
  public get _key(): string {
    if (this.extended) return this.extended.name;
    const { field = '', reference, request = '' } = this.podClaim ?? {};
    return `${field === 'resourceClaimName' ? 'claim' : 'claim template'} ${reference?.name ?? ''}${request && ` request ${request}`}`;
  }

  /** Claim or template that the device refers to. Undefined for an extended resource. @internal */
  public get _reference(): ObjectReference | undefined {
    return this.podClaim?.reference;
  }

  /** Problem of a target that does not have claims. @internal */
  public _problem(target: Target): string | undefined {
    if (this.podClaim === undefined || target._supports('resourceClaims')) return undefined;
    return `device ${quote(this._key)} needs Kubernetes 1.34 or later, got ${target.name}: use Device.resource with a device plugin`;
  }

  /** Adds the device to a container and to its pod spec. @internal */
  public _addTo(container: JsonObject, spec: JsonObject): void {
    const resources = (container['resources'] ??= {}) as JsonObject;
    if (this.extended) {
      const { name, count } = this.extended;
      // the API server requires a limit, and a request that is equal to it
      for (const list of ['limits', 'requests']) ((resources[list] ??= {}) as JsonObject)[name] = String(count);
      return;
    }
    if (this.podClaim === undefined) return;
    const { field, reference, request } = this.podClaim;
    const claims = (spec['resourceClaims'] ??= []) as JsonObject[];
    const standing = claims.find((each) => each[field] === reference.name);
    const name = stringAt(standing ?? {}, 'name') ?? claimName(reference.name, claims);
    if (!standing) claims.push({ name, [field]: reference.name });
    ((resources['claims'] ??= []) as JsonObject[]).push({ name, ...(request !== undefined && { request }) });
  }
}

/** Returns the name of a claim in the pod: a label, as that of a volume, which is not taken. */
function claimName(name: string, claims: ReadonlyArray<JsonObject>): string {
  return volumeName(name, new Set(claims.map((each) => stringAt(each, 'name'))));
}
