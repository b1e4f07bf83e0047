import { imageReference, isImageReference } from '../../kubernetes/image-reference';
import { quote } from '../../diagnostics/input-error';
import type { Expression } from '../code/expression';
import { call, literal, member } from '../code/expressions';
import { toDnsLabel } from '../../kubernetes/syntax';
import type { ServiceConversion } from '../service-conversion';
import type { KeyGroup } from './key-group';

const FIELD = 'spec.template.spec.containers[].image';
const POLICY_FIELD = 'spec.template.spec.containers[].imagePullPolicy';

const NO_DIGEST = 'the Compose file has a tag and no digest';

const PULL_POLICIES: ReadonlyMap<string, string> = new Map([
  ['always', 'ALWAYS'],
  ['never', 'NEVER'],
  ['missing', 'IF_NOT_PRESENT'],
  ['if_not_present', 'IF_NOT_PRESENT'],
]);

/** Names of the architectures of a platform in the label of a node. */
const ARCHITECTURES: ReadonlyMap<string, string> = new Map([
  ['x86_64', 'amd64'],
  ['x86-64', 'amd64'],
  ['aarch64', 'arm64'],
]);

export const imageKeys: KeyGroup = {
  title: 'Image',
  rows: {
    image: {
      becomes: 'Image of the container: `Image.fromDigest`, `Image.fromTag` or `Image.onGateway`',
      outcomes: ['converted', 'approximated', 'refused'],
      notes:
        'A short name gets the registry `docker.io`. A tag is pulled at each start and acknowledged: pin it with `--images`. An image in a package is never pulled.',
    },
    build: {
      becomes: 'Nothing: Kubernetes does not build images',
      outcomes: ['unsupported'],
      notes: 'Without `image`, the app runs `PROJECT-SERVICE:latest`, which must be loaded onto the gateway.',
    },
    pull_policy: {
      becomes: '`imagePullPolicy`',
      outcomes: ['converted', 'approximated', 'unsupported'],
      notes: '`build`, `daily`, `weekly` and `every_…` have no equivalent.',
    },
    pull_refresh_after: {
      becomes: 'Nothing: the kubelet pulls only when a container starts',
      outcomes: ['unsupported'],
      notes: 'Pin a digest, and change it for a new version.',
    },
    platform: {
      becomes: 'Node labels `kubernetes.io/os` and `kubernetes.io/arch`',
      outcomes: ['converted', 'approximated'],
      notes: 'The variant, such as `v7`, is not a label of nodes.',
    },
  },
  convert: (service) => {
    convertImage(service);
    convertPullPolicy(service);
    convertPlatform(service);
    if (service.definition.pull_refresh_after !== undefined)
      service.report.unsupported(
        'pull_refresh_after',
        'the kubelet pulls an image only when a container starts: pin a digest, and change it for a new version',
      );
  },
};

function convertImage({ definition, project, name, service, container, report, options }: ServiceConversion): void {
  const { image, build } = definition;
  if (image !== undefined) {
    const { expression, outcome } = imageOf(image, service, options);
    container.set('image', expression);
    if (outcome === '') report.converted('image', FIELD);
    else report.approximated('image', FIELD, outcome);
  }
  if (build === undefined) return;
  const built = `${toDnsLabel(project.name)}-${name}:latest`;
  if (image === undefined) container.set('image', call('Image.onGateway', literal(built)));
  report.unsupported(
    'build',
    image === undefined
      ? `Kubernetes does not build images: build this one, load it onto the gateway as ${quote(built)}, or push it to a registry and set image`
      : 'Kubernetes does not build images: build and push this one before the manifests are applied',
  );
}

/** Returns an image, with the difference from Compose as a sentence. */
function imageOf(
  image: string,
  service: string,
  options: ServiceConversion['options'],
): { readonly expression: Expression; readonly outcome: string } {
  if (options.isOnGateway?.(image) === true)
    return { expression: call('Image.onGateway', literal(image)), outcome: '' };
  const parsed = isImageReference(image) ? imageReference(image) : undefined;
  const full = parsed?.registry === undefined ? withRegistry(image) : image;
  const locked = options.images?._pinned(full, service);
  if (locked !== undefined) return { expression: call('Image.fromDigest', literal(locked)), outcome: '' };
  if (parsed?.digest !== undefined) return { expression: call('Image.fromDigest', literal(full)), outcome: '' };
  const tagged = parsed?.tag === undefined ? `${full}:latest` : full;
  const missing = parsed?.tag === undefined ? 'the image has no tag, so "latest" is used, and ' : '';
  return {
    expression: call('Image.fromTag', literal(tagged), literal(NO_DIGEST)),
    outcome: `${missing}the tag is pulled at each start, because it can be moved to another image: pin its digest with --images`,
  };
}

function withRegistry(image: string): string {
  return image.split('@')[0]?.includes('/') === true ? `docker.io/${image}` : `docker.io/library/${image}`;
}

function convertPullPolicy({ definition, container, report }: ServiceConversion): void {
  const { pull_policy: policy } = definition;
  if (policy === undefined) return;
  const value = PULL_POLICIES.get(policy);
  if (value === undefined)
    report.unsupported('pull_policy', `${quote(policy)} has no equivalent in Kubernetes: use always, missing or never`);
  else if (isOnGateway(container.get('image')))
    report.byDesign('pull_policy', 'the image is on the gateway, and is never pulled');
  else {
    container.set('imagePullPolicy', member(`ImagePullPolicy.${value}`));
    report.converted('pull_policy', POLICY_FIELD);
  }
}

function isOnGateway(image: Expression | undefined): boolean {
  return image?.type === 'call' && image.callee === 'Image.onGateway';
}

function convertPlatform({ definition, form, report }: ServiceConversion): void {
  const { platform } = definition;
  if (platform === undefined) return;
  const [os = '', architecture, variant] = platform.toLowerCase().split('/');
  form.nodeLabels['kubernetes.io/os'] = os;
  if (architecture !== undefined)
    form.nodeLabels['kubernetes.io/arch'] = ARCHITECTURES.get(architecture) ?? architecture;
  const field = 'spec.template.spec.nodeSelector';
  if (variant === undefined || variant === '') report.converted('platform', field);
  else
    report.approximated(
      'platform',
      field,
      `the variant ${quote(variant)} is not a label of nodes: add a label of your own if gateways of several variants run`,
    );
}
