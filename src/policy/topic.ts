/** Topic of a rule, which groups rules in lists. */
export enum Topic {
  PRIVILEGES = 'Users and privileges',
  PARSEC = 'Parsec and the TPM',
  PROFILES = 'AppArmor, seccomp and SELinux',
  VOLUMES = 'Volumes and paths of the node',
  SECRETS = 'Secrets',
  IMAGES = 'Images',
  NETWORK = 'Network',
  RBAC = 'Rights in the cluster',
  PLACEMENT = 'Namespaces and placement',
  RESOURCES = 'Resources and probes',
  REFERENCES = 'References between objects',
  VALIDITY = 'Validity for the API server',
}
