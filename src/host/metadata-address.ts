/** Addresses at which clouds return the credentials of a machine or a pod to anyone who can reach them. */
export const METADATA_ADDRESSES: ReadonlyArray<string> = [
  // Alibaba
  '100.100.100.200',
  // Azure's wire server
  '168.63.129.16',
  // most clouds
  '169.254.169.254',
  // Amazon's containers and pods
  '169.254.170.2',
  '169.254.170.23',
  // Amazon and Google, IPv6
  'fd00:ec2::23',
  'fd00:ec2::254',
  'fd20:ce::254',
];
