import { JsonObject } from '../../src/kubernetes/manifest';

/** Volumes that restricted rejects, with the fields that validation requires. */
export const REFUSED_VOLUMES: Readonly<Record<string, JsonObject>> = {
  awsElasticBlockStore: { volumeID: 'v' },
  azureDisk: { diskName: 'd', diskURI: 'https://account.blob.core.windows.net/vhds/d.vhd' },
  azureFile: { secretName: 's', shareName: 'f' },
  cephfs: { monitors: ['10.0.0.1:6789'] },
  cinder: { volumeID: 'v' },
  fc: { targetWWNs: ['500a0982991b8dc5'], lun: 2 },
  flexVolume: { driver: 'example.com/driver' },
  flocker: { datasetName: 'd' },
  gcePersistentDisk: { pdName: 'd' },
  gitRepo: { repository: 'https://git.example/r.git' },
  glusterfs: { endpoints: 'e', path: 'p' },
  iscsi: { targetPortal: '10.0.0.1:3260', iqn: 'iqn.2001-04.com.example:storage.disk1', lun: 0 },
  nfs: { server: 'nfs.example', path: '/' },
  photonPersistentDisk: { pdID: 'd' },
  portworxVolume: { volumeID: 'v' },
  quobyte: { registry: 'registry:7861', volume: 'v' },
  rbd: { monitors: ['10.0.0.1:6789'], image: 'i' },
  scaleIO: { gateway: 'https://gateway.example', system: 's', secretRef: { name: 's' }, volumeName: 'v' },
  storageos: { volumeName: 'v' },
  vsphereVolume: { volumePath: '[datastore] v.vmdk' },
};

/** Volumes that restricted accepts. */
export const TAKEN_VOLUMES: Readonly<Record<string, JsonObject>> = {
  configMap: { name: 'm' },
  csi: { driver: 'secrets-store.csi.k8s.io' },
  downwardAPI: { items: [{ path: 'labels', fieldRef: { fieldPath: 'metadata.labels' } }] },
  emptyDir: {},
  ephemeral: {
    volumeClaimTemplate: {
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
    },
  },
  persistentVolumeClaim: { claimName: 'c' },
  projected: { sources: [{ configMap: { name: 'm' } }] },
  secret: { secretName: 's' },
};
