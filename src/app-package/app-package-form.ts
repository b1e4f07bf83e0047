/** Form of an app package. */
export enum AppPackageForm {
  /** Authenticated, and encrypted for some machines. Use this form for new packages. */
  SEALED = 'sealed',
  /** Form for container-app-service that is neither encrypted nor protected against changes. */
  CLEAR = 'clear',
  /** Form for container-app-service that is encrypted for some machines, but not protected against changes. */
  ENCRYPTED = 'encrypted',
}
