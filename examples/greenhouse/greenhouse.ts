import { Chart } from 'cdk8s';
import {
  AppArmor,
  AppArmorBaseline,
  AppArmorLoader,
  EdgeNamespace,
  Exposure,
  Flow,
  Identity,
  Image,
  ImageLock,
  MountedFiles,
  NodeAppArmor,
  ParsecClient,
  ParsecHost,
  ParsecProof,
  ParsecSocketVolume,
  Placement,
  Port,
  SecureEdgeApp,
  Target,
  WritableFolder,
} from 'cdk8s-secure-edge';
import type { Construct } from 'constructs';

/** Options of a greenhouse. */
export interface GreenhouseProps {
  /** Name of the gateway in the greenhouse. */
  readonly gateway: string;
  /** Digests of the images. */
  readonly images: ImageLock;
}

const MQTT = Port.tcp(1883, 'mqtt');

const BROKER_CONFIGURATION = `listener 1883
password_file /etc/mosquitto-users/passwd
persistence true
persistence_location /var/lib/mosquitto/
`;

/** Apps of a greenhouse: a broker, a climate controller that connects to it, and a signer whose key is in the TPM. */
export class Greenhouse extends Chart {
  constructor(scope: Construct, id: string, { gateway, images }: GreenhouseProps) {
    super(scope, id);
    Target.set(this, Target.kubernetes('1.33', { appArmor: NodeAppArmor.YES }));
    const placement = Placement.gateway(gateway);
    const image = (name: string): Image => images.image(name);

    const brokerProfile = AppArmorBaseline.profile({
      name: 'greenhouse-broker',
      executables: ['/usr/sbin/mosquitto'],
      readOnly: ['/etc/mosquitto/{,**}', '/etc/mosquitto-users/{,**}'],
      readWrite: ['/var/lib/mosquitto/{,**}'],
    });
    new AppArmorLoader(this, 'profiles', { profiles: [brokerProfile] });

    const greenhouse = new EdgeNamespace(this, 'greenhouse');
    const broker = new SecureEdgeApp(greenhouse, 'broker', {
      image: image('mosquitto'),
      placement,
      ports: [MQTT],
      exposure: Exposure.inCluster(),
      appArmor: AppArmor.profile(brokerProfile),
      files: [
        MountedFiles.fromText('/etc/mosquitto', { 'mosquitto.conf': BROKER_CONFIGURATION }),
        MountedFiles.fromSecret('broker-users', '/etc/mosquitto-users'),
      ],
      writableFolders: [WritableFolder.persistent('/var/lib/mosquitto', 'broker-data')],
    });
    const climate = new SecureEdgeApp(greenhouse, 'climate', {
      image: image('climate'),
      placement,
      identity: Identity.user(20010),
      env: { BROKER: 'broker:1883' },
      egress: [Flow.dns()],
    });
    climate.allowTo(broker);

    const host = new ParsecHost({ groupId: 998, serviceUserId: 998 });
    const { socket } = new ParsecSocketVolume(greenhouse, 'parsec-socket', { gateway, host });
    const signer = new ParsecClient(greenhouse, 'signer', {
      image: image('signer'),
      placement,
      identity: Identity.user(20020),
      host,
      socket,
      proof: ParsecProof.tpm(),
      egress: [Flow.dns()],
    });
    signer.allowTo(broker);
  }
}
