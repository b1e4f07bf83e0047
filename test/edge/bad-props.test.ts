import {
  AppArmor,
  Capability,
  DataClaim,
  EnvReference,
  Exposure,
  Identity,
  Image,
  Life,
  MountedFiles,
  Placement,
  Port,
  Posture,
  Probe,
  Seccomp,
  Target,
  UpdatePolicy,
  Weakness,
  WritableFolder,
  type SecureEdgeAppProps,
} from 'cdk8s-secure-edge';
import { chartFor, image, problemOf, REASON, web } from './apps';

const LONG = 'a'.repeat(64);
const app =
  (props: Partial<SecureEdgeAppProps>, target = '1.27') =>
  (): unknown =>
    web(props, target);
const folder = (path: string): WritableFolder => WritableFolder.temporary(path);

/** Name of the mistake, the call, and its only problem. */
const WRONG: [what: string, call: () => unknown, problem: string | RegExp][] = [
  // names
  ['a name in capitals', app({ name: 'Web' }), /^name must be at most 63 of .*, got "Web": write "web"$/],
  ['a name too long', app({ name: LONG }), /^name must be at most 63 of .*, got "a{64}": write "a{63}"$/],
  ['an empty name', app({ name: '' }), /^name must be at most 63 of .*, got ""$/],
  [
    'a container name with a dot',
    app({ containerName: 'a.b' }),
    /^container name must be .*, got "a\.b": write "a-b"$/,
  ],
  ['a host name with an underscore', app({ hostname: 'a_b' }), /^hostname must be .*, got "a_b": write "a-b"$/],
  [
    'a name too long for a CronJob',
    app({ name: 'a'.repeat(53), life: Life.onSchedule('@daily') }),
    /^name of an app that runs on a schedule must have at most 52 characters, got "a{53}": Kubernetes appends the time of each run$/,
  ],
  ['a pull secret with a slash', app({ pullSecrets: ['a/b'] }), /^pull secret must be .*, got "a\/b": write "a-b"$/],
  // the resolver
  ['a name as DNS server', app({ dns: { nameservers: ['dns'] } }), 'nameserver must be an IP address, got "dns"'],
  [
    'four DNS servers',
    app({ dns: { nameservers: ['192.0.2.1', '192.0.2.2', '192.0.2.3', '::1'] } }),
    'dns must have at most 3 nameservers, got 4',
  ],
  ['a search domain', app({ dns: { searches: ['a_b'] } }), /^search domain must be .*, got "a_b"/],
  ['a resolver option without a name', app({ dns: { options: [':2'] } }), 'option of dns must have a name, got ":2"'],
  // lifetimes and hooks
  [
    'a fraction of a retry',
    (): unknown => Life.once({ retries: 1.5 }),
    'retries must be a whole number from 0 to 2147483647, got 1.5',
  ],
  [
    'retries without a Job',
    app({ life: Life.once({ retries: 1 }), placement: Placement.gateway('g') }, 'izuma-edge'),
    'retries cannot be written for izuma-edge, where the kubelet tries again for ever: remove retries',
  ],
  ['an empty hook', app({ preStop: [] }), 'preStop must not be empty: remove it'],
  // labels and annotations
  ['a label key with a blank', app({ labels: { 'a b': 'c' } }), /^label key must be a name of .*, got "a b"$/],
  ['a label value with a blank', app({ labels: { a: 'b c' } }), /^label "a" must be at most 63 .*, got "b c"$/],
  ['a label value too long', app({ labels: { a: LONG } }), /^label "a" must be at most 63 .*, got "a{64}"$/],
  [
    "the app's own label",
    app({ labels: { 'app.kubernetes.io/name': 'x' } }),
    'label "app.kubernetes.io/name" is set by the app\'s name: use the name prop to change it',
  ],
  ['an annotation key', app({ podAnnotations: { '/': '' } }), /^annotation key must be a name of .*, got "\/"$/],
  [
    'an annotation with a control character',
    app({ podAnnotations: { a: '\u0007' } }),
    'annotation "a" must not contain control characters, got "\\u0007": put binary data into a Secret or an image',
  ],
  ...[
    'container.apparmor.security.beta.kubernetes.io/web',
    'seccomp.security.alpha.kubernetes.io/pod',
    'container.seccomp.security.alpha.kubernetes.io/web',
  ].map((key): [string, () => unknown, string] => [
    `a profile as an annotation, ${key}`,
    app({ podAnnotations: { [key]: 'unconfined' } }),
    `annotation "${key}" is set by appArmor, seccomp and weaknesses: remove it`,
  ]),
  // program
  ['an empty command', app({ command: [] }), "command must not be empty: remove it to use the image's"],
  [
    'an argument with a NUL',
    app({ args: ['a\0'] }),
    /^argument must not contain control characters, got "a\\u0000": put/,
  ],
  ['a relative working directory', app({ workingDir: 'srv' }), /^workingDir must be an absolute path .*, got "srv"$/],
  [
    'a time of half a second',
    app({ terminationGracePeriodSeconds: 0.5 }),
    'terminationGracePeriodSeconds must be a whole number, 0 or more, got 0.5',
  ],
  [
    'a time below 0',
    app({ terminationGracePeriodSeconds: -1 }),
    'terminationGracePeriodSeconds must be a whole number, 0 or more, got -1',
  ],
  [
    'a time that is too large',
    app({ terminationGracePeriodSeconds: 1e300 }),
    'terminationGracePeriodSeconds must be a whole number, 0 or more, got 1e+300',
  ],
  // environment
  [
    'a variable with a digit first',
    app({ env: { '1A': '' } }),
    /^environment variable must be of the characters .* not begin with a digit, got "1A"$/,
  ],
  ['a variable with =', app({ env: { 'A=B': '' } }), /^environment variable must be .*, got "A=B"$/],
  [
    'a variable with a control character',
    app({ env: { A: '\u001b' } }),
    /^environment variable "A" must not contain control characters, got "\\u001b": put/,
  ],
  [
    'a variable that is specified twice',
    app({ env: { A: '' }, envReferences: { A: EnvReference.configMapKey('a', 'b') } }),
    'environment variable "A" is in both env and envReferences: keep one',
  ],
  [
    'a reference to an invalid ConfigMap',
    () => EnvReference.configMapKey('A', 'b'),
    /^ConfigMap must be .*, got "A": write "a"$/,
  ],
  [
    'a reference to an invalid key',
    () => EnvReference.secretKey('a', '..', REASON),
    /^key must be at most 253 .*, got "\.\."$/,
  ],
  [
    'a secret without a reason',
    () => EnvReference.secretKey('a', 'b', ''),
    /^reason must have at least 10 characters, got "": say why/,
  ],
  // ports
  [
    'a port that is specified twice',
    app({ ports: [Port.tcp(1, 'a'), Port.tcp(1, 'b')] }),
    'port 1/TCP is specified twice: keep one',
  ],
  [
    'a port name that is used twice',
    app({ ports: [Port.tcp(1, 'a'), Port.tcp(2, 'a')] }),
    'port name "a" is used twice: give each port its own name',
  ],
  [
    'a Service on an invalid port',
    () => Exposure.inCluster({ port: 0 }),
    'port must be a whole number from 1 to 65535, got 0',
  ],
  [
    'a load balancer on an invalid port',
    () => Exposure.internalLoadBalancer({ port: 1e5 }),
    'port must be a whole number from 1 to 65535, got 100000',
  ],
  [
    'a load balancer without sources',
    () => Exposure.internalLoadBalancer({ sources: [] }),
    'sources must not be empty, because no client could connect',
  ],
  [
    'a source that is a single address',
    () => Exposure.internalLoadBalancer({ sources: ['10.0.0.1'] }),
    'address range must be a CIDR such as "10.0.0.0/8", got "10.0.0.1": write "10.0.0.1/32" for a single address',
  ],
  // folders and files
  ['a relative folder', () => folder('tmp'), /^path must be an absolute path below "\/" without .*, got "tmp"$/],
  ['the root as a folder', () => folder('/'), /^path must be .*, got "\/"$/],
  ['a folder with ".."', () => folder('/a/../etc'), /^path must be .*, got "\/a\/\.\.\/etc"$/],
  ['a folder with a colon', () => folder('/a:b'), /^path must be .*, got "\/a:b"$/],
  [
    'a folder with a size of 0',
    () => WritableFolder.temporary('/a', { size: '0' }),
    'size must be at least one byte, got "0"',
  ],
  [
    'a folder whose size contains a blank',
    () => WritableFolder.temporary('/a', { size: '1 Gi' }),
    /^size must be a quantity .*, got "1 Gi"$/,
  ],
  ['a claim in capitals', () => WritableFolder.persistent('/a', 'B'), /^claim must be .*, got "B": write "b"$/],
  [
    'a ConfigMap in capitals',
    () => MountedFiles.fromConfigMap('A', '/a'),
    /^ConfigMap must be .*, got "A": write "a"$/,
  ],
  ['no ConfigMaps', () => MountedFiles.fromConfigMaps([], '/a'), 'ConfigMaps must not be empty'],
  ['a read-only claim in capitals', () => MountedFiles.fromClaim('A', '/a'), /^claim must be .*, got "A": write "a"$/],
  ['a Secret with a slash', () => MountedFiles.fromSecret('a/b', '/a'), /^Secret must be .*, got "a\/b": write "a-b"$/],
  [
    'files in a relative folder',
    () => MountedFiles.fromSecret('a', 'b'),
    /^mountPath must be an absolute path .*, got "b"$/,
  ],
  ['no files', () => MountedFiles.fromText('/a', {}), 'files must not be empty'],
  [
    'a file above its folder',
    () => MountedFiles.fromText('/a', { '../c': '' }),
    /^file name must be at most 253 .*, got "\.\."$/,
  ],
  [
    'two files with one key',
    () => MountedFiles.fromText('/a', { 'b/c': '', b__c: '' }),
    'file name "b/c" is used twice: rename one of the files',
  ],
  [
    'a mode above 0777',
    () => MountedFiles.file('/a/b', '', { mode: 0o1777 }),
    'mode must be a number from 0 to 0o777, got 1023',
  ],
  ['no files of Secrets', () => MountedFiles.fromSecretFiles('/a', []), 'files must not be empty'],
  [
    'a kernel parameter that is not safe',
    () => web({ sysctls: { 'net.core.somaxconn': '1' } }),
    'kernel parameter "net.core.somaxconn" is not safe in 1.27: use Weakness.sysctl with a reason',
  ],
  [
    'a kernel parameter of the network of the node',
    () => web({ sysctls: { 'net.ipv4.tcp_syncookies': '1' }, weaknesses: [Weakness.hostNetwork(REASON)] }),
    'kernel parameter "net.ipv4.tcp_syncookies" cannot be set by a pod on the network of the node: set it on the node',
  ],
  ['a kernel parameter in capitals', () => Weakness.sysctl('Net', '1', REASON), /^name of a kernel parameter must be/],
  [
    'a user of a container without a number',
    () => web({ runAs: Identity.ofImage() }),
    "runAs must be a user with a number, got the image's user: use Identity.user",
  ],
  [
    'a user of a container with groups',
    () => web({ runAs: Identity.user(5, { supplementalGroups: [6] }) }),
    /^runAs must not have supplementary groups/,
  ],
  [
    'a claim without bytes',
    () => new DataClaim(chartFor(), 'a', { size: '0' }),
    'size must be at least one byte, got "0"',
  ],
  ['a claim in capitals', () => new DataClaim(chartFor(), 'A', { size: '1Gi' }), /^name must be at most 253/],
  [
    'a binary file',
    () => MountedFiles.fromText('/a', { b: '\u0000' }),
    /^text of "b" must not contain control characters, got "\\u0000": put/,
  ],
  [
    'a file of more than 1 MiB',
    () => MountedFiles.fromText('/a', { b: 'é'.repeat(524288) }),
    'files must have at most 1 MiB in total, got 1048577 bytes: put them into the image',
  ],
  [
    'two volumes at one path',
    app({ files: [MountedFiles.fromSecret('a', '/a')], writableFolders: [folder('/a')] }),
    'two volumes are mounted at "/a": give each its own folder',
  ],
  [
    'a path of the host and a folder at one path',
    app({
      writableFolders: [folder('/a')],
      weaknesses: [Weakness.hostPath('/b', { reason: REASON, mountPath: '/a' })],
    }),
    'two volumes are mounted at "/a": give each its own folder',
  ],
  // resources
  [
    'a quantity with another unit',
    app({ resources: { memoryLimit: '1GB' } }),
    /^memoryLimit must be a quantity such as .*, got "1GB"$/,
  ],
  [
    'a quantity below 0',
    app({ resources: { cpuRequest: '-1' } }),
    /^cpuRequest must be a quantity such as .*, got "-1"$/,
  ],
  [
    'a request above the limit',
    app({ resources: { cpuRequest: '2', cpuLimit: '1500m' } }),
    'cpuRequest must be at most cpuLimit, got "2" and "1500m"',
  ],
  [
    'a limit of 0',
    app({ resources: { cpuLimit: '0' } }),
    'cpuLimit must be more than 0, because 0 means no limit, got "0": use Weakness.unlimitedResources with a reason',
  ],
  [
    'thousandths of a byte',
    app({ resources: { memoryLimit: '128m', memoryRequest: '0' } }),
    'memoryLimit must be a whole number of bytes, got "128m": "m" means thousandths, and "Mi" means mebibytes',
  ],
  [
    'a disk limit below the size of the folders',
    app({
      resources: { ephemeralStorageLimit: '1Gi' },
      writableFolders: [WritableFolder.temporary('/a', { size: '2Gi' })],
    }),
    'ephemeralStorageLimit must be at least 2048Mi, the total size of the writable folders, got "1Gi": otherwise the pod is evicted before they are full',
  ],
  ['a posture with a size of 0', () => new Posture({ tmpSize: '0' }), 'tmpSize must be at least one byte, got "0"'],
  // probes
  ['a probe of a relative path', () => Probe.httpGet('live', 1), 'path of a probe must start with "/", got "live"'],
  [
    'a probe of a path with a line break',
    () => Probe.httpGet('/\u2028', 1),
    /^path of a probe must not contain control characters, got "\/\\u2028": put/,
  ],
  [
    'a TCP probe of an invalid port',
    () => Probe.tcp(0),
    'port of a probe must be a whole number from 1 to 65535, got 0',
  ],
  [
    'a gRPC probe of an invalid port',
    () => Probe.grpc(65536),
    'port of a probe must be a whole number from 1 to 65535, got 65536',
  ],
  [
    'an HTTP probe of an invalid port',
    () => Probe.httpGet('/', -1),
    'port of a probe must be a whole number from 1 to 65535, got -1',
  ],
  ['a probe without a command', () => Probe.exec([]), 'command of a probe must not be empty'],
  [
    'a probe whose command contains NUL',
    () => Probe.exec(['\0']),
    /^command of a probe must not contain control characters, got "\\u0000": put/,
  ],
  [
    'a probe every half second',
    () => Probe.tcp(1, { periodSeconds: 0.5 }),
    'periodSeconds must be a whole number from 1 to 2147483647, got 0.5',
  ],
  [
    'a probe every 0 seconds',
    () => Probe.tcp(1, { periodSeconds: 0 }),
    'periodSeconds must be a whole number from 1 to 2147483647, got 0',
  ],
  [
    'a probe with a delay below 0',
    () => Probe.tcp(1, { initialDelaySeconds: -1 }),
    'initialDelaySeconds must be a whole number from 0 to 2147483647, got -1',
  ],
  [
    'a probe with too many failures',
    () => Probe.tcp(1, { failureThreshold: 2 ** 31 }),
    'failureThreshold must be a whole number from 1 to 2147483647, got 2147483648',
  ],
  // identity
  [
    'root',
    () => Identity.user(0, { groupId: 1 }),
    'userId must not be 0, the id of root: give the app its own id, 10000 or more',
  ],
  [
    "root's group",
    () => Identity.user(1, { groupId: 0 }),
    /^groupId must not be 0, the id of root: give the app its own id/,
  ],
  [
    "root's group as a supplementary group",
    () => Identity.user(1, { supplementalGroups: [0] }),
    /^supplemental group must not be 0, the id of root: give/,
  ],
  [
    'a user below 0',
    () => Identity.user(-1, { groupId: 1 }),
    'userId must be a whole number from 0 to 2147483647, got -1',
  ],
  [
    'a user id that is too large',
    () => Identity.user(2 ** 31, { groupId: 1 }),
    'userId must be a whole number from 0 to 2147483647, got 2147483648',
  ],
  ["root's group, added later", () => Identity.user(1).withGroups(0), /^supplemental group must not be 0/],
  [
    'a user id that is too large for a user namespace',
    app({ identity: Identity.user(65536, { groupId: 1 }), posture: new Posture({ userNamespaces: true }) }),
    'ids must be at most 65535 in a user namespace, got 65536',
  ],
  // placement and life
  [
    'a gateway in capitals',
    () => Placement.gateway('Gateway_1'),
    /^gateway must be at most 253 .*, got "Gateway_1": write "gateway-1"$/,
  ],
  [
    'a gateway of 64 characters',
    () => Placement.gateway(LONG),
    /^gateway must have at most 63 characters, got "a{64}": the gateway is selected by the label kubernetes\.io\/hostname, whose value cannot be longer$/,
  ],
  [
    'a gateway with another name as a label',
    () => Placement.gateway('a', { nodeLabels: { 'kubernetes.io/hostname': 'b' } }),
    'node label "kubernetes.io/hostname" is set by the gateway\'s name: remove it',
  ],
  ['half a replica', () => Placement.replicas(0.5), 'replicas must be a whole number from 0 to 10000, got 0.5'],
  ['too many replicas', () => Placement.replicas(10001), 'replicas must be a whole number from 0 to 10000, got 10001'],
  [
    'a node label',
    () => Placement.everyGateway({ nodeLabels: { a: 'b c' } }),
    /^node label "a" must be at most 63 .*, got "b c"$/,
  ],
  [
    'a node label that is added',
    () => Placement.everyGateway().withNodeLabels({ 'a b': '' }),
    /^node label key must be .*, got "a b"$/,
  ],
  [
    'a taint key',
    () => Placement.everyGateway({ tolerations: [{ key: '' }] }),
    /^taint key must be a name of .*, got ""$/,
  ],
  [
    'a taint value',
    () => Placement.everyGateway({ tolerations: [{ key: 'a', value: '/' }] }),
    /^taint value must be at most 63 .*, got "\/"$/,
  ],
  [
    'a taint without a key',
    () => Placement.everyGateway({ tolerations: [{ value: 'a' }] }),
    'toleration with value "a" must specify the taint\'s key',
  ],
  [
    'a schedule of four fields',
    () => Life.onSchedule('* * * *'),
    /^schedule must be cron's five fields, such as "0 3 \* \* \*", .*, got "\* \* \* \*"$/,
  ],
  [
    'a schedule at minute 60',
    () => Life.onSchedule('60 * * * *'),
    /^schedule must be .*, got "60 \* \* \* \*" \(its minute\)$/,
  ],
  [
    'a schedule on Sunday as 7',
    () => Life.onSchedule('0 0 * * 7'),
    /^schedule must be .*, got "0 0 \* \* 7" \(its day of week\)$/,
  ],
  [
    'an update that replaces nothing',
    () => UpdatePolicy.rolling({ maxUnavailable: '0', maxSurge: '0%' }),
    'maxUnavailable and maxSurge must not both be 0, because no pod could be replaced',
  ],
  [
    'an update of more than 100%',
    () => UpdatePolicy.rolling({ maxSurge: '101%' }),
    'maxSurge must be a whole number or a percentage such as "25%", got "101%"',
  ],
  [
    'an update of half a pod',
    () => UpdatePolicy.rolling({ maxUnavailable: '0.5' }),
    'maxUnavailable must be a whole number or a percentage such as "25%", got "0.5"',
  ],
  // profiles
  [
    'no AppArmor profile',
    () => AppArmor.named(''),
    'name of a profile must have 1 to 4095 characters, and must not start or end with a blank, got ""',
  ],
  [
    'an AppArmor profile with a blank',
    () => AppArmor.named(' a'),
    /^name of a profile must have 1 to 4095 characters, and must not start or end with a blank, got " a"$/,
  ],
  [
    'an AppArmor profile of 4096 characters',
    () => AppArmor.named('a'.repeat(4096)),
    /^name of a profile must have 1 to 4095 .*, got "a+… \(4098 characters\)$/,
  ],
  [
    'unconfined as a profile',
    () => AppArmor.named('unconfined'),
    'name of a profile must not be "unconfined": use Weakness.unconfinedAppArmor with a reason',
  ],
  [
    'an AppArmor profile with a line break',
    () => AppArmor.named('a\u0085b'),
    /^name of a profile must not contain control characters, got "a\\u0085b": put/,
  ],
  [
    'a seccomp profile with an absolute path',
    () => Seccomp.localhost('/a.json'),
    'path must be relative and stay below the kubelet\'s seccomp folder, got "/a.json"',
  ],
  [
    'a seccomp profile with ".."',
    () => Seccomp.localhost('a/../../b'),
    /^path must be relative and stay below .*, got "a\/\.\.\/\.\.\/b"$/,
  ],
  ['no seccomp profile', () => Seccomp.localhost(''), /^path must be relative and stay below .*, got ""$/],
  [
    'a seccomp profile with a control character',
    () => Seccomp.localhost('a\u0007'),
    /^path must not contain control characters, got "a\\u0007": put/,
  ],
  [
    'an AppArmor profile and unconfined',
    app({ appArmor: AppArmor.named('a'), weaknesses: [Weakness.unconfinedAppArmor(REASON)] }),
    'appArmor and Weakness.unconfinedAppArmor must not both be set: keep one',
  ],
  [
    'a seccomp profile and unconfined',
    app({ seccomp: Seccomp.runtimeDefault(), weaknesses: [Weakness.unconfinedSeccomp(REASON)] }),
    'seccomp and Weakness.unconfinedSeccomp must not both be set: keep one',
  ],
  // weaknesses
  [
    'no capabilities',
    () => Weakness.addCapabilities([], REASON),
    'capabilities must not be empty: add those that the app needs',
  ],
  [
    'a capability without a reason',
    () => Weakness.addCapabilities([Capability.CHOWN], 'short'),
    /^reason must have at least 10 characters, got "short": say why the finding is accepted, for the reviewer of the manifest$/,
  ],
  [
    'a weakness whose reason is blank',
    () => Weakness.privileged(' '.repeat(20)),
    /^reason must have at least 10 characters, got " {20}": say why/,
  ],
  [
    'a relative path of the host',
    () => Weakness.hostPath('run', { reason: REASON, mountPath: '/run/a' }),
    /^path of the host must be an absolute path .*, got "run"$/,
  ],
  [
    'a path of the host at a relative path',
    () => Weakness.hostPath('/opt', { reason: REASON, mountPath: 'opt' }),
    /^mountPath must be an absolute path .*, got "opt"$/,
  ],
  [
    'a service account in capitals',
    () => Weakness.serviceAccountToken('A', REASON),
    /^service account must be .*, got "A": write "a"$/,
  ],
  // images and targets
  [
    'an image without a digest',
    () => Image.fromDigest('docker.io/library/nginx'),
    /^image must have a digest, got "docker\.io\/library\/nginx": append "@sha256:…"/,
  ],
  [
    'an image in capitals',
    () => Image.onGateway('Edge-App'),
    /^image must be \[registry\/\]repository.* in lower case, got "Edge-App"$/,
  ],
  [
    'an image without a tag',
    () => Image.fromTag('ghcr.io/a/b', REASON),
    'image must have a tag, got "ghcr.io/a/b": without one, a runtime uses "latest"',
  ],
  [
    'a target before 1.13',
    () => Target.kubernetes('1.12'),
    /^Kubernetes version must be 1\.13 to 1\.37, got "1\.12": give the version/,
  ],
];

/** Start of a message: a lower-case letter, or a name of Kubernetes or of an option. */
const START = /^([a-z"]|AppArmor |ConfigMap|Secret |Kubernetes )/;

describe('rejects, with the problem and its fix:', () => {
  test.each(WRONG)('%s', (_, call, problem) => {
    const message = problemOf(call);
    const [subject, ...rest] = message.split(': ');
    const text = rest.join(': ');
    expect(subject).toMatch(/^(SecureEdgeApp|[A-Z][A-Za-z]+|acknowledgement)(\.[a-zA-Z]+)?( (of )?".*")?$/);
    if (typeof problem === 'string') expect(text).toBe(problem);
    else expect(text).toMatch(problem);
    expect(text).toMatch(START);
    expect(text).not.toMatch(/\.$/);
  });
});

describe('several problems of one call', () => {
  test('are reported together: those of the app, its container, its flows and its namespace', () => {
    const message = problemOf(
      app({
        name: 'Web',
        labels: { 'a b': 'c' },
        env: { '1A': '' },
        resources: { cpuLimit: '0' },
        exposure: Exposure.inCluster(),
        placement: Placement.everyGateway(),
        life: Life.once(),
        terminationGracePeriodSeconds: -1,
      }),
    );
    const [first, ...problems] = message.split('\n');
    expect(first).toBe('SecureEdgeApp "shop/web": 7 problems');
    for (const start of [
      'name must be',
      'label key must be',
      'environment variable must be',
      'cpuLimit must be more than 0',
      'an app without ports cannot be exposed',
      'terminationGracePeriodSeconds must be',
      'placement (every gateway) of an app that runs once',
    ])
      expect(problems.filter((p) => p.startsWith(`  - ${start}`))).toHaveLength(1);
  });

  test.each([
    [() => Probe.httpGet('a', 0, { periodSeconds: 0 }), 3],
    [() => WritableFolder.temporary('a', { size: 'b' }), 2],
    [() => MountedFiles.fromText('a', { 'b/': '\0' }), 3],
    [() => Identity.user(0), 2],
    [() => EnvReference.configMapKey('A', '/'), 2],
    [() => Placement.gateway('A', { nodeLabels: { 'b c': 'd e' } }), 3],
    [() => Weakness.hostPath('/run', { reason: REASON, mountPath: 'a' }), 2],
  ])('are reported together: case %#', (call, count) => {
    expect(problemOf(call)).toContain(`: ${count} problems\n`);
  });

  test('leave the app as it was: a rejected container is not added', () => {
    const rejecting = web();
    expect(() => rejecting.addContainer('b', { image, command: [] })).toThrow();
    expect(() => rejecting.addContainer('b', { image })).not.toThrow();
  });
});
