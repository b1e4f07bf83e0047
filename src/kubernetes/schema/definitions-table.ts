// written by npm run schemas

/** Definitions of Kubernetes: on each line a name and its fields, or an enumeration and its values. */
export const DEFINITIONS_TABLE = `
admissionregistration.v1.ApplyConfiguration	expression string
admissionregistration.v1.AuditAnnotation	key !string	valueExpression !string
admissionregistration.v1.ExpressionWarning	fieldRef !string	warning !string
admissionregistration.v1.JSONPatch	expression string
admissionregistration.v1.MatchCondition	expression !string	name !string
admissionregistration.v1.MatchResources	excludeResourceRules []admissionregistration.v1.NamedRuleWithOperations	matchPolicy enum:admissionregistration.v1.MatchPolicyType	namespaceSelector meta.v1.LabelSelector	objectSelector meta.v1.LabelSelector	resourceRules []admissionregistration.v1.NamedRuleWithOperations
admissionregistration.v1.MutatingAdmissionPolicy	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec admissionregistration.v1.MutatingAdmissionPolicySpec
admissionregistration.v1.MutatingAdmissionPolicyBinding	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec admissionregistration.v1.MutatingAdmissionPolicyBindingSpec
admissionregistration.v1.MutatingAdmissionPolicyBindingSpec	matchResources admissionregistration.v1.MatchResources	paramRef admissionregistration.v1.ParamRef	policyName string
admissionregistration.v1.MutatingAdmissionPolicySpec	failurePolicy enum:admissionregistration.v1.FailurePolicyType	matchConditions []admissionregistration.v1.MatchCondition	matchConstraints admissionregistration.v1.MatchResources	mutations []admissionregistration.v1.Mutation	paramKind admissionregistration.v1.ParamKind	reinvocationPolicy enum:admissionregistration.v1.ReinvocationPolicyType	variables []admissionregistration.v1.Variable
admissionregistration.v1.MutatingWebhook	admissionReviewVersions ![]string	clientConfig !admissionregistration.v1.WebhookClientConfig	failurePolicy enum:admissionregistration.v1.FailurePolicyType	matchConditions 27-=[]admissionregistration.v1.MatchCondition	matchPolicy enum:admissionregistration.v1.MatchPolicyType	name !string	namespaceSelector meta.v1.LabelSelector	objectSelector meta.v1.LabelSelector	reinvocationPolicy enum:admissionregistration.v1.ReinvocationPolicyType	rules []admissionregistration.v1.RuleWithOperations	sideEffects !enum:admissionregistration.v1.SideEffectClass	timeoutSeconds int32
admissionregistration.v1.MutatingWebhookConfiguration	apiVersion string	kind string	metadata meta.v1.ObjectMeta	webhooks []admissionregistration.v1.MutatingWebhook
admissionregistration.v1.Mutation	applyConfiguration admissionregistration.v1.ApplyConfiguration	jsonPatch admissionregistration.v1.JSONPatch	patchType !enum:admissionregistration.v1.PatchType
admissionregistration.v1.NamedRuleWithOperations	apiGroups []string	apiVersions []string	operations []string	resourceNames []string	resources []string	scope string
admissionregistration.v1.ParamKind	apiVersion string	kind string
admissionregistration.v1.ParamRef	name string	namespace string	parameterNotFoundAction string	selector meta.v1.LabelSelector
admissionregistration.v1.RuleWithOperations	apiGroups []string	apiVersions []string	operations []enum:admissionregistration.v1.OperationType	resources []string	scope string
admissionregistration.v1.ServiceReference	name !string	namespace !string	path string	port int32
admissionregistration.v1.TypeChecking	expressionWarnings []admissionregistration.v1.ExpressionWarning
admissionregistration.v1.ValidatingAdmissionPolicy	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec admissionregistration.v1.ValidatingAdmissionPolicySpec	status admissionregistration.v1.ValidatingAdmissionPolicyStatus
admissionregistration.v1.ValidatingAdmissionPolicyBinding	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec -35=admissionregistration.v1.ValidatingAdmissionPolicyBindingSpec 36-=!admissionregistration.v1.ValidatingAdmissionPolicyBindingSpec
admissionregistration.v1.ValidatingAdmissionPolicyBindingSpec	matchResources admissionregistration.v1.MatchResources	paramRef admissionregistration.v1.ParamRef	policyName -35=string 36-=!string	validationActions -35=[]enum:admissionregistration.v1.ValidationAction 36-=![]enum:admissionregistration.v1.ValidationAction
admissionregistration.v1.ValidatingAdmissionPolicySpec	auditAnnotations []admissionregistration.v1.AuditAnnotation	failurePolicy enum:admissionregistration.v1.FailurePolicyType	matchConditions []admissionregistration.v1.MatchCondition	matchConstraints admissionregistration.v1.MatchResources	paramKind admissionregistration.v1.ParamKind	validations []admissionregistration.v1.Validation	variables []admissionregistration.v1.Variable
admissionregistration.v1.ValidatingAdmissionPolicyStatus	conditions []meta.v1.Condition	observedGeneration int64	typeChecking admissionregistration.v1.TypeChecking
admissionregistration.v1.ValidatingWebhook	admissionReviewVersions ![]string	clientConfig !admissionregistration.v1.WebhookClientConfig	failurePolicy enum:admissionregistration.v1.FailurePolicyType	matchConditions 27-=[]admissionregistration.v1.MatchCondition	matchPolicy enum:admissionregistration.v1.MatchPolicyType	name !string	namespaceSelector meta.v1.LabelSelector	objectSelector meta.v1.LabelSelector	rules []admissionregistration.v1.RuleWithOperations	sideEffects !enum:admissionregistration.v1.SideEffectClass	timeoutSeconds int32
admissionregistration.v1.ValidatingWebhookConfiguration	apiVersion string	kind string	metadata meta.v1.ObjectMeta	webhooks []admissionregistration.v1.ValidatingWebhook
admissionregistration.v1.Validation	expression !string	message string	messageExpression string	reason string
admissionregistration.v1.Variable	expression !string	name !string
admissionregistration.v1.WebhookClientConfig	caBundle bytes	service admissionregistration.v1.ServiceReference	url string
admissionregistration.v1alpha1.ApplyConfiguration	expression string
admissionregistration.v1alpha1.AuditAnnotation	key !string	valueExpression !string
admissionregistration.v1alpha1.ExpressionWarning	fieldRef !string	warning !string
admissionregistration.v1alpha1.Initializer	name !string	rules []admissionregistration.v1alpha1.Rule
admissionregistration.v1alpha1.InitializerConfiguration	apiVersion string	initializers []admissionregistration.v1alpha1.Initializer	kind string	metadata meta.v1.ObjectMeta
admissionregistration.v1alpha1.JSONPatch	expression string
admissionregistration.v1alpha1.MatchCondition	expression !string	name !string
admissionregistration.v1alpha1.MatchResources	excludeResourceRules []admissionregistration.v1alpha1.NamedRuleWithOperations	matchPolicy enum:admissionregistration.v1alpha1.MatchPolicyType	namespaceSelector meta.v1.LabelSelector	objectSelector meta.v1.LabelSelector	resourceRules []admissionregistration.v1alpha1.NamedRuleWithOperations
admissionregistration.v1alpha1.MutatingAdmissionPolicy	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec admissionregistration.v1alpha1.MutatingAdmissionPolicySpec
admissionregistration.v1alpha1.MutatingAdmissionPolicyBinding	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec admissionregistration.v1alpha1.MutatingAdmissionPolicyBindingSpec
admissionregistration.v1alpha1.MutatingAdmissionPolicyBindingSpec	matchResources admissionregistration.v1alpha1.MatchResources	paramRef admissionregistration.v1alpha1.ParamRef	policyName string
admissionregistration.v1alpha1.MutatingAdmissionPolicySpec	failurePolicy enum:admissionregistration.v1alpha1.FailurePolicyType	matchConditions []admissionregistration.v1alpha1.MatchCondition	matchConstraints admissionregistration.v1alpha1.MatchResources	mutations []admissionregistration.v1alpha1.Mutation	paramKind admissionregistration.v1alpha1.ParamKind	reinvocationPolicy string	variables []admissionregistration.v1alpha1.Variable
admissionregistration.v1alpha1.Mutation	applyConfiguration admissionregistration.v1alpha1.ApplyConfiguration	jsonPatch admissionregistration.v1alpha1.JSONPatch	patchType !enum:admissionregistration.v1alpha1.PatchType
admissionregistration.v1alpha1.NamedRuleWithOperations	apiGroups []string	apiVersions []string	operations []string	resourceNames []string	resources []string	scope string
admissionregistration.v1alpha1.ParamKind	apiVersion string	kind string
admissionregistration.v1alpha1.ParamRef	name string	namespace string	parameterNotFoundAction 28-=enum:admissionregistration.v1alpha1.ParameterNotFoundActionType	selector 28-=meta.v1.LabelSelector
admissionregistration.v1alpha1.Rule	apiGroups []string	apiVersions []string	resources []string
admissionregistration.v1alpha1.TypeChecking	expressionWarnings []admissionregistration.v1alpha1.ExpressionWarning
admissionregistration.v1alpha1.ValidatingAdmissionPolicy	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec admissionregistration.v1alpha1.ValidatingAdmissionPolicySpec	status 27-=admissionregistration.v1alpha1.ValidatingAdmissionPolicyStatus
admissionregistration.v1alpha1.ValidatingAdmissionPolicyBinding	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec admissionregistration.v1alpha1.ValidatingAdmissionPolicyBindingSpec
admissionregistration.v1alpha1.ValidatingAdmissionPolicyBindingSpec	matchResources admissionregistration.v1alpha1.MatchResources	paramRef admissionregistration.v1alpha1.ParamRef	policyName string	validationActions 27-=[]enum:admissionregistration.v1alpha1.ValidationAction
admissionregistration.v1alpha1.ValidatingAdmissionPolicySpec	auditAnnotations 27-=[]admissionregistration.v1alpha1.AuditAnnotation	failurePolicy enum:admissionregistration.v1alpha1.FailurePolicyType	matchConditions 27-=[]admissionregistration.v1alpha1.MatchCondition	matchConstraints admissionregistration.v1alpha1.MatchResources	paramKind admissionregistration.v1alpha1.ParamKind	validations -26=![]admissionregistration.v1alpha1.Validation 27-=[]admissionregistration.v1alpha1.Validation	variables 28-=[]admissionregistration.v1alpha1.Variable
admissionregistration.v1alpha1.ValidatingAdmissionPolicyStatus	conditions []meta.v1.Condition	observedGeneration int64	typeChecking admissionregistration.v1alpha1.TypeChecking
admissionregistration.v1alpha1.Validation	expression !string	message string	messageExpression 27-=string	reason string
admissionregistration.v1alpha1.Variable	expression !string	name !string
admissionregistration.v1beta1.ApplyConfiguration	expression string
admissionregistration.v1beta1.AuditAnnotation	key !string	valueExpression !string
admissionregistration.v1beta1.ExpressionWarning	fieldRef !string	warning !string
admissionregistration.v1beta1.JSONPatch	expression string
admissionregistration.v1beta1.MatchCondition	expression !string	name !string
admissionregistration.v1beta1.MatchResources	excludeResourceRules []admissionregistration.v1beta1.NamedRuleWithOperations	matchPolicy string	namespaceSelector meta.v1.LabelSelector	objectSelector meta.v1.LabelSelector	resourceRules []admissionregistration.v1beta1.NamedRuleWithOperations
admissionregistration.v1beta1.MutatingAdmissionPolicy	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec admissionregistration.v1beta1.MutatingAdmissionPolicySpec
admissionregistration.v1beta1.MutatingAdmissionPolicyBinding	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec admissionregistration.v1beta1.MutatingAdmissionPolicyBindingSpec
admissionregistration.v1beta1.MutatingAdmissionPolicyBindingSpec	matchResources admissionregistration.v1beta1.MatchResources	paramRef admissionregistration.v1beta1.ParamRef	policyName string
admissionregistration.v1beta1.MutatingAdmissionPolicySpec	failurePolicy string	matchConditions []admissionregistration.v1beta1.MatchCondition	matchConstraints admissionregistration.v1beta1.MatchResources	mutations []admissionregistration.v1beta1.Mutation	paramKind admissionregistration.v1beta1.ParamKind	reinvocationPolicy string	variables []admissionregistration.v1beta1.Variable
admissionregistration.v1beta1.MutatingWebhook	admissionReviewVersions []string	clientConfig !admissionregistration.v1beta1.WebhookClientConfig	failurePolicy string	matchPolicy string	name !string	namespaceSelector meta.v1.LabelSelector	objectSelector meta.v1.LabelSelector	reinvocationPolicy string	rules []admissionregistration.v1beta1.RuleWithOperations	sideEffects string	timeoutSeconds int32
admissionregistration.v1beta1.MutatingWebhookConfiguration	apiVersion string	kind string	metadata meta.v1.ObjectMeta	webhooks -14=[]admissionregistration.v1beta1.Webhook 15-=[]admissionregistration.v1beta1.MutatingWebhook
admissionregistration.v1beta1.Mutation	applyConfiguration admissionregistration.v1beta1.ApplyConfiguration	jsonPatch admissionregistration.v1beta1.JSONPatch	patchType !enum:admissionregistration.v1beta1.PatchType
admissionregistration.v1beta1.NamedRuleWithOperations	apiGroups []string	apiVersions []string	operations []string	resourceNames []string	resources []string	scope string
admissionregistration.v1beta1.ParamKind	apiVersion string	kind string
admissionregistration.v1beta1.ParamRef	name string	namespace string	parameterNotFoundAction string	selector meta.v1.LabelSelector
admissionregistration.v1beta1.RuleWithOperations	apiGroups []string	apiVersions []string	operations []string	resources []string	scope 14-=string
admissionregistration.v1beta1.ServiceReference	name !string	namespace !string	path string	port 15-=int32
admissionregistration.v1beta1.TypeChecking	expressionWarnings []admissionregistration.v1beta1.ExpressionWarning
admissionregistration.v1beta1.ValidatingAdmissionPolicy	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec admissionregistration.v1beta1.ValidatingAdmissionPolicySpec	status admissionregistration.v1beta1.ValidatingAdmissionPolicyStatus
admissionregistration.v1beta1.ValidatingAdmissionPolicyBinding	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec admissionregistration.v1beta1.ValidatingAdmissionPolicyBindingSpec
admissionregistration.v1beta1.ValidatingAdmissionPolicyBindingSpec	matchResources admissionregistration.v1beta1.MatchResources	paramRef admissionregistration.v1beta1.ParamRef	policyName string	validationActions []enum:admissionregistration.v1beta1.ValidationAction
admissionregistration.v1beta1.ValidatingAdmissionPolicySpec	auditAnnotations []admissionregistration.v1beta1.AuditAnnotation	failurePolicy string	matchConditions []admissionregistration.v1beta1.MatchCondition	matchConstraints admissionregistration.v1beta1.MatchResources	paramKind admissionregistration.v1beta1.ParamKind	validations []admissionregistration.v1beta1.Validation	variables []admissionregistration.v1beta1.Variable
admissionregistration.v1beta1.ValidatingAdmissionPolicyStatus	conditions []meta.v1.Condition	observedGeneration int64	typeChecking admissionregistration.v1beta1.TypeChecking
admissionregistration.v1beta1.ValidatingWebhook	admissionReviewVersions []string	clientConfig !admissionregistration.v1beta1.WebhookClientConfig	failurePolicy string	matchPolicy string	name !string	namespaceSelector meta.v1.LabelSelector	objectSelector meta.v1.LabelSelector	rules []admissionregistration.v1beta1.RuleWithOperations	sideEffects string	timeoutSeconds int32
admissionregistration.v1beta1.ValidatingWebhookConfiguration	apiVersion string	kind string	metadata meta.v1.ObjectMeta	webhooks -14=[]admissionregistration.v1beta1.Webhook 15-=[]admissionregistration.v1beta1.ValidatingWebhook
admissionregistration.v1beta1.Validation	expression !string	message string	messageExpression string	reason string
admissionregistration.v1beta1.Variable	expression !string	name !string
admissionregistration.v1beta1.Webhook	admissionReviewVersions 14-=[]string	clientConfig !admissionregistration.v1beta1.WebhookClientConfig	failurePolicy string	name !string	namespaceSelector meta.v1.LabelSelector	rules []admissionregistration.v1beta1.RuleWithOperations	sideEffects 12-=string	timeoutSeconds 14-=int32
admissionregistration.v1beta1.WebhookClientConfig	caBundle -12=!bytes 13-=bytes	service admissionregistration.v1beta1.ServiceReference	url string
apiextensions.v1.CustomResourceColumnDefinition	description string	format string	jsonPath !string	name !string	priority int32	type !string
apiextensions.v1.CustomResourceConversion	strategy !string	webhook apiextensions.v1.WebhookConversion
apiextensions.v1.CustomResourceDefinition	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec !apiextensions.v1.CustomResourceDefinitionSpec	status apiextensions.v1.CustomResourceDefinitionStatus
apiextensions.v1.CustomResourceDefinitionCondition	lastTransitionTime time	message string	observedGeneration 35-=int64	reason string	status !string	type !string
apiextensions.v1.CustomResourceDefinitionNames	categories []string	kind !string	listKind string	plural !string	shortNames []string	singular string
apiextensions.v1.CustomResourceDefinitionSpec	conversion apiextensions.v1.CustomResourceConversion	group !string	names !apiextensions.v1.CustomResourceDefinitionNames	preserveUnknownFields boolean	scope !string	versions ![]apiextensions.v1.CustomResourceDefinitionVersion
apiextensions.v1.CustomResourceDefinitionStatus	acceptedNames -17=!apiextensions.v1.CustomResourceDefinitionNames 18-=apiextensions.v1.CustomResourceDefinitionNames	conditions []apiextensions.v1.CustomResourceDefinitionCondition	observedGeneration 35-=int64	storedVersions -17=![]string 18-=[]string
apiextensions.v1.CustomResourceDefinitionVersion	additionalPrinterColumns []apiextensions.v1.CustomResourceColumnDefinition	deprecated 19-=boolean	deprecationWarning 19-=string	name !string	schema apiextensions.v1.CustomResourceValidation	selectableFields 30-=[]apiextensions.v1.SelectableField	served !boolean	storage !boolean	subresources apiextensions.v1.CustomResourceSubresources
apiextensions.v1.CustomResourceSubresourceScale	labelSelectorPath string	specReplicasPath !string	statusReplicasPath !string
apiextensions.v1.CustomResourceSubresources	scale apiextensions.v1.CustomResourceSubresourceScale	status object
apiextensions.v1.CustomResourceValidation	openAPIV3Schema apiextensions.v1.JSONSchemaProps
apiextensions.v1.ExternalDocumentation	description string	url string
apiextensions.v1.JSONSchemaProps	$ref string	$schema string	additionalItems any	additionalProperties any	allOf []apiextensions.v1.JSONSchemaProps	anyOf []apiextensions.v1.JSONSchemaProps	default any	definitions {}apiextensions.v1.JSONSchemaProps	dependencies {}any	description string	enum []any	example any	exclusiveMaximum boolean	exclusiveMinimum boolean	externalDocs apiextensions.v1.ExternalDocumentation	format string	id string	items any	maxItems int64	maxLength int64	maxProperties int64	maximum number	minItems int64	minLength int64	minProperties int64	minimum number	multipleOf number	not apiextensions.v1.JSONSchemaProps	nullable boolean	oneOf []apiextensions.v1.JSONSchemaProps	pattern string	patternProperties {}apiextensions.v1.JSONSchemaProps	properties {}apiextensions.v1.JSONSchemaProps	required []string	title string	type string	uniqueItems boolean	x-kubernetes-embedded-resource boolean	x-kubernetes-int-or-string boolean	x-kubernetes-list-map-keys []string	x-kubernetes-list-type string	x-kubernetes-map-type 17-=string	x-kubernetes-preserve-unknown-fields boolean	x-kubernetes-validations 23-=[]apiextensions.v1.ValidationRule
apiextensions.v1.SelectableField	jsonPath !string
apiextensions.v1.ServiceReference	name !string	namespace !string	path string	port int32
apiextensions.v1.ValidationRule	fieldPath 28-=string	message string	messageExpression 27-=string	optionalOldSelf 29-=boolean	reason 28-=string	rule !string
apiextensions.v1.WebhookClientConfig	caBundle bytes	service apiextensions.v1.ServiceReference	url string
apiextensions.v1.WebhookConversion	clientConfig apiextensions.v1.WebhookClientConfig	conversionReviewVersions ![]string
apiextensions.v1beta1.CustomResourceColumnDefinition	JSONPath !string	description string	format string	name !string	priority int32	type !string
apiextensions.v1beta1.CustomResourceConversion	conversionReviewVersions 14-=[]string	strategy !string	webhookClientConfig apiextensions.v1beta1.WebhookClientConfig
apiextensions.v1beta1.CustomResourceDefinition	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec -11=apiextensions.v1beta1.CustomResourceDefinitionSpec 12-=!apiextensions.v1beta1.CustomResourceDefinitionSpec	status apiextensions.v1beta1.CustomResourceDefinitionStatus
apiextensions.v1beta1.CustomResourceDefinitionCondition	lastTransitionTime time	message string	reason string	status !string	type !string
apiextensions.v1beta1.CustomResourceDefinitionNames	categories []string	kind !string	listKind string	plural !string	shortNames []string	singular string
apiextensions.v1beta1.CustomResourceDefinitionSpec	additionalPrinterColumns 11-=[]apiextensions.v1beta1.CustomResourceColumnDefinition	conversion 13-=apiextensions.v1beta1.CustomResourceConversion	group !string	names !apiextensions.v1beta1.CustomResourceDefinitionNames	preserveUnknownFields 15-=boolean	scope !string	subresources apiextensions.v1beta1.CustomResourceSubresources	validation apiextensions.v1beta1.CustomResourceValidation	version -10=!string 11-=string	versions 11-=[]apiextensions.v1beta1.CustomResourceDefinitionVersion
apiextensions.v1beta1.CustomResourceDefinitionStatus	acceptedNames -17=!apiextensions.v1beta1.CustomResourceDefinitionNames 18-=apiextensions.v1beta1.CustomResourceDefinitionNames	conditions -15=![]apiextensions.v1beta1.CustomResourceDefinitionCondition 16-=[]apiextensions.v1beta1.CustomResourceDefinitionCondition	storedVersions 11-17=![]string 18-=[]string
apiextensions.v1beta1.CustomResourceDefinitionVersion	additionalPrinterColumns 13-=[]apiextensions.v1beta1.CustomResourceColumnDefinition	deprecated 19-=boolean	deprecationWarning 19-=string	name !string	schema 13-=apiextensions.v1beta1.CustomResourceValidation	served !boolean	storage !boolean	subresources 13-=apiextensions.v1beta1.CustomResourceSubresources
apiextensions.v1beta1.CustomResourceSubresourceScale	labelSelectorPath string	specReplicasPath !string	statusReplicasPath !string
apiextensions.v1beta1.CustomResourceSubresources	scale apiextensions.v1beta1.CustomResourceSubresourceScale	status -13=any 14-=object
apiextensions.v1beta1.CustomResourceValidation	openAPIV3Schema apiextensions.v1beta1.JSONSchemaProps
apiextensions.v1beta1.ExternalDocumentation	description string	url string
apiextensions.v1beta1.JSON	Raw -10=!bytes
apiextensions.v1beta1.JSONSchemaProps	$ref string	$schema string	additionalItems -10=apiextensions.v1beta1.JSONSchemaPropsOrBool 11-=any	additionalProperties -10=apiextensions.v1beta1.JSONSchemaPropsOrBool 11-=any	allOf []apiextensions.v1beta1.JSONSchemaProps	anyOf []apiextensions.v1beta1.JSONSchemaProps	default -10=apiextensions.v1beta1.JSON 11-=any	definitions {}apiextensions.v1beta1.JSONSchemaProps	dependencies -10={}apiextensions.v1beta1.JSONSchemaPropsOrStringArray 11-={}any	description string	enum -10=[]apiextensions.v1beta1.JSON 11-=[]any	example -10=apiextensions.v1beta1.JSON 11-=any	exclusiveMaximum boolean	exclusiveMinimum boolean	externalDocs apiextensions.v1beta1.ExternalDocumentation	format string	id string	items -10=apiextensions.v1beta1.JSONSchemaPropsOrArray 11-=any	maxItems int64	maxLength int64	maxProperties int64	maximum number	minItems int64	minLength int64	minProperties int64	minimum number	multipleOf number	not apiextensions.v1beta1.JSONSchemaProps	nullable 14-=boolean	oneOf []apiextensions.v1beta1.JSONSchemaProps	pattern string	patternProperties {}apiextensions.v1beta1.JSONSchemaProps	properties {}apiextensions.v1beta1.JSONSchemaProps	required []string	title string	type string	uniqueItems boolean	x-kubernetes-embedded-resource 15-=boolean	x-kubernetes-int-or-string 15-=boolean	x-kubernetes-list-map-keys 16-=[]string	x-kubernetes-list-type 16-=string	x-kubernetes-map-type 17-=string	x-kubernetes-preserve-unknown-fields 15-=boolean
apiextensions.v1beta1.JSONSchemaPropsOrArray	JSONSchemas -10=![]apiextensions.v1beta1.JSONSchemaProps	Schema -10=!apiextensions.v1beta1.JSONSchemaProps
apiextensions.v1beta1.JSONSchemaPropsOrBool	Allows -10=!boolean	Schema -10=!apiextensions.v1beta1.JSONSchemaProps
apiextensions.v1beta1.JSONSchemaPropsOrStringArray	Property -10=![]string	Schema -10=!apiextensions.v1beta1.JSONSchemaProps
apiextensions.v1beta1.ServiceReference	name !string	namespace !string	path string	port 15-=int32
apiextensions.v1beta1.WebhookClientConfig	caBundle bytes	service apiextensions.v1beta1.ServiceReference	url string
apiregistration.v1.APIService	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec apiregistration.v1.APIServiceSpec	status apiregistration.v1.APIServiceStatus
apiregistration.v1.APIServiceCondition	lastTransitionTime time	message string	reason string	status !string	type !string
apiregistration.v1.APIServiceSpec	caBundle -10=!bytes 11-=bytes	group string	groupPriorityMinimum !int32	insecureSkipTLSVerify boolean	service -17=!apiregistration.v1.ServiceReference 18-=apiregistration.v1.ServiceReference	version string	versionPriority !int32
apiregistration.v1.APIServiceStatus	conditions []apiregistration.v1.APIServiceCondition
apiregistration.v1.ServiceReference	name string	namespace string	port 15-=int32
apiregistration.v1beta1.APIService	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec apiregistration.v1beta1.APIServiceSpec	status apiregistration.v1beta1.APIServiceStatus
apiregistration.v1beta1.APIServiceCondition	lastTransitionTime time	message string	reason string	status !string	type !string
apiregistration.v1beta1.APIServiceSpec	caBundle -10=!bytes 11-=bytes	group string	groupPriorityMinimum !int32	insecureSkipTLSVerify boolean	service -17=!apiregistration.v1beta1.ServiceReference 18-=apiregistration.v1beta1.ServiceReference	version string	versionPriority !int32
apiregistration.v1beta1.APIServiceStatus	conditions []apiregistration.v1beta1.APIServiceCondition
apiregistration.v1beta1.ServiceReference	name string	namespace string	port 15-=int32
apiserverinternal.v1alpha1.ServerStorageVersion	apiServerID -35=string 36-=!string	decodableVersions -35=[]string 36-=![]string	encodingVersion -35=string 36-=!string	servedVersions 28-=[]string
apiserverinternal.v1alpha1.StorageVersion	apiVersion string	kind string	metadata -35=meta.v1.ObjectMeta 36-=!meta.v1.ObjectMeta	spec -35=!object 36-=object	status -35=!apiserverinternal.v1alpha1.StorageVersionStatus 36-=apiserverinternal.v1alpha1.StorageVersionStatus
apiserverinternal.v1alpha1.StorageVersionCondition	lastTransitionTime time	message -29=string 30-=!string	observedGeneration int64	reason !string	status !string	type !string
apiserverinternal.v1alpha1.StorageVersionStatus	commonEncodingVersion string	conditions []apiserverinternal.v1alpha1.StorageVersionCondition	storageVersions []apiserverinternal.v1alpha1.ServerStorageVersion
apps.v1.ControllerRevision	apiVersion string	data -36=object 37-=!object	kind string	metadata meta.v1.ObjectMeta	revision -36=!int64 37-=int64
apps.v1.DaemonSet	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec -36=apps.v1.DaemonSetSpec 37-=!apps.v1.DaemonSetSpec	status apps.v1.DaemonSetStatus
apps.v1.DaemonSetCondition	lastTransitionTime time	message string	reason string	status -36=!string 37-=string	type -36=!string 37-=string
apps.v1.DaemonSetSpec	minReadySeconds int32	revisionHistoryLimit int32	selector !meta.v1.LabelSelector	template !core.v1.PodTemplateSpec	updateStrategy apps.v1.DaemonSetUpdateStrategy
apps.v1.DaemonSetStatus	collisionCount int32	conditions []apps.v1.DaemonSetCondition	currentNumberScheduled !int32	desiredNumberScheduled !int32	numberAvailable int32	numberMisscheduled !int32	numberReady !int32	numberUnavailable int32	observedGeneration int64	updatedNumberScheduled int32
apps.v1.DaemonSetUpdateStrategy	rollingUpdate apps.v1.RollingUpdateDaemonSet	type enum:apps.v1.DaemonSetUpdateStrategyType
apps.v1.Deployment	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec -36=apps.v1.DeploymentSpec 37-=!apps.v1.DeploymentSpec	status apps.v1.DeploymentStatus
apps.v1.DeploymentCondition	lastTransitionTime time	lastUpdateTime time	message string	reason string	status -36=!string 37-=string	type -36=!string 37-=string
apps.v1.DeploymentSpec	minReadySeconds int32	paused boolean	progressDeadlineSeconds int32	replicas int32	revisionHistoryLimit int32	selector !meta.v1.LabelSelector	strategy apps.v1.DeploymentStrategy	template !core.v1.PodTemplateSpec
apps.v1.DeploymentStatus	availableReplicas int32	collisionCount int32	conditions []apps.v1.DeploymentCondition	observedGeneration int64	readyReplicas int32	replicas int32	terminatingReplicas 33-=int32	unavailableReplicas int32	updatedReplicas int32
apps.v1.DeploymentStrategy	rollingUpdate apps.v1.RollingUpdateDeployment	type enum:apps.v1.DeploymentStrategyType
apps.v1.ReplicaSet	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec -36=apps.v1.ReplicaSetSpec 37-=!apps.v1.ReplicaSetSpec	status apps.v1.ReplicaSetStatus
apps.v1.ReplicaSetCondition	lastTransitionTime time	message string	reason string	status -36=!string 37-=string	type -36=!string 37-=string
apps.v1.ReplicaSetSpec	minReadySeconds int32	replicas int32	selector !meta.v1.LabelSelector	template core.v1.PodTemplateSpec
apps.v1.ReplicaSetStatus	availableReplicas int32	conditions []apps.v1.ReplicaSetCondition	fullyLabeledReplicas int32	observedGeneration int64	readyReplicas int32	replicas !int32	terminatingReplicas 33-=int32
apps.v1.RollingUpdateDaemonSet	maxSurge 21-=int-or-string	maxUnavailable int-or-string
apps.v1.RollingUpdateDeployment	maxSurge int-or-string	maxUnavailable int-or-string
apps.v1.RollingUpdateStatefulSetStrategy	maxUnavailable 24-=int-or-string	partition int32
apps.v1.StatefulSet	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec -36=apps.v1.StatefulSetSpec 37-=!apps.v1.StatefulSetSpec	status apps.v1.StatefulSetStatus
apps.v1.StatefulSetCondition	lastTransitionTime time	message string	reason string	status -36=!string 37-=string	type -36=!string 37-=string
apps.v1.StatefulSetOrdinals	start int32
apps.v1.StatefulSetPersistentVolumeClaimRetentionPolicy	whenDeleted string	whenScaled string
apps.v1.StatefulSetSpec	minReadySeconds 22-=int32	ordinals 26-=apps.v1.StatefulSetOrdinals	persistentVolumeClaimRetentionPolicy 23-=apps.v1.StatefulSetPersistentVolumeClaimRetentionPolicy	podManagementPolicy enum:apps.v1.PodManagementPolicyType	replicas int32	revisionHistoryLimit int32	selector !meta.v1.LabelSelector	serviceName -32=!string 33-=string	template !core.v1.PodTemplateSpec	updateStrategy apps.v1.StatefulSetUpdateStrategy	volumeClaimTemplates []core.v1.PersistentVolumeClaim
apps.v1.StatefulSetStatus	availableReplicas 22-22=int32 23-23=!int32 24-=int32	collisionCount int32	conditions []apps.v1.StatefulSetCondition	currentReplicas int32	currentRevision string	observedGeneration int64	readyReplicas int32	replicas !int32	updateRevision string	updatedReplicas int32
apps.v1.StatefulSetUpdateStrategy	rollingUpdate apps.v1.RollingUpdateStatefulSetStrategy	type enum:apps.v1.StatefulSetUpdateStrategyType
apps.v1beta1.ControllerRevision	apiVersion string	data object	kind string	metadata meta.v1.ObjectMeta	revision !int64
apps.v1beta1.Deployment	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec apps.v1beta1.DeploymentSpec	status apps.v1beta1.DeploymentStatus
apps.v1beta1.DeploymentCondition	lastTransitionTime time	lastUpdateTime time	message string	reason string	status !string	type !string
apps.v1beta1.DeploymentSpec	minReadySeconds int32	paused boolean	progressDeadlineSeconds int32	replicas int32	revisionHistoryLimit int32	rollbackTo apps.v1beta1.RollbackConfig	selector meta.v1.LabelSelector	strategy apps.v1beta1.DeploymentStrategy	template !core.v1.PodTemplateSpec
apps.v1beta1.DeploymentStatus	availableReplicas int32	collisionCount int32	conditions []apps.v1beta1.DeploymentCondition	observedGeneration int64	readyReplicas int32	replicas int32	unavailableReplicas int32	updatedReplicas int32
apps.v1beta1.DeploymentStrategy	rollingUpdate apps.v1beta1.RollingUpdateDeployment	type string
apps.v1beta1.RollbackConfig	revision int64
apps.v1beta1.RollingUpdateDeployment	maxSurge int-or-string	maxUnavailable int-or-string
apps.v1beta1.RollingUpdateStatefulSetStrategy	partition int32
apps.v1beta1.StatefulSet	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec apps.v1beta1.StatefulSetSpec	status apps.v1beta1.StatefulSetStatus
apps.v1beta1.StatefulSetCondition	lastTransitionTime time	message string	reason string	status !string	type !string
apps.v1beta1.StatefulSetSpec	podManagementPolicy string	replicas int32	revisionHistoryLimit int32	selector meta.v1.LabelSelector	serviceName !string	template !core.v1.PodTemplateSpec	updateStrategy apps.v1beta1.StatefulSetUpdateStrategy	volumeClaimTemplates []core.v1.PersistentVolumeClaim
apps.v1beta1.StatefulSetStatus	collisionCount int32	conditions []apps.v1beta1.StatefulSetCondition	currentReplicas int32	currentRevision string	observedGeneration int64	readyReplicas int32	replicas !int32	updateRevision string	updatedReplicas int32
apps.v1beta1.StatefulSetUpdateStrategy	rollingUpdate apps.v1beta1.RollingUpdateStatefulSetStrategy	type string
apps.v1beta2.ControllerRevision	apiVersion string	data object	kind string	metadata meta.v1.ObjectMeta	revision !int64
apps.v1beta2.DaemonSet	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec apps.v1beta2.DaemonSetSpec	status apps.v1beta2.DaemonSetStatus
apps.v1beta2.DaemonSetCondition	lastTransitionTime time	message string	reason string	status !string	type !string
apps.v1beta2.DaemonSetSpec	minReadySeconds int32	revisionHistoryLimit int32	selector !meta.v1.LabelSelector	template !core.v1.PodTemplateSpec	updateStrategy apps.v1beta2.DaemonSetUpdateStrategy
apps.v1beta2.DaemonSetStatus	collisionCount int32	conditions []apps.v1beta2.DaemonSetCondition	currentNumberScheduled !int32	desiredNumberScheduled !int32	numberAvailable int32	numberMisscheduled !int32	numberReady !int32	numberUnavailable int32	observedGeneration int64	updatedNumberScheduled int32
apps.v1beta2.DaemonSetUpdateStrategy	rollingUpdate apps.v1beta2.RollingUpdateDaemonSet	type string
apps.v1beta2.Deployment	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec apps.v1beta2.DeploymentSpec	status apps.v1beta2.DeploymentStatus
apps.v1beta2.DeploymentCondition	lastTransitionTime time	lastUpdateTime time	message string	reason string	status !string	type !string
apps.v1beta2.DeploymentSpec	minReadySeconds int32	paused boolean	progressDeadlineSeconds int32	replicas int32	revisionHistoryLimit int32	selector !meta.v1.LabelSelector	strategy apps.v1beta2.DeploymentStrategy	template !core.v1.PodTemplateSpec
apps.v1beta2.DeploymentStatus	availableReplicas int32	collisionCount int32	conditions []apps.v1beta2.DeploymentCondition	observedGeneration int64	readyReplicas int32	replicas int32	unavailableReplicas int32	updatedReplicas int32
apps.v1beta2.DeploymentStrategy	rollingUpdate apps.v1beta2.RollingUpdateDeployment	type string
apps.v1beta2.ReplicaSet	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec apps.v1beta2.ReplicaSetSpec	status apps.v1beta2.ReplicaSetStatus
apps.v1beta2.ReplicaSetCondition	lastTransitionTime time	message string	reason string	status !string	type !string
apps.v1beta2.ReplicaSetSpec	minReadySeconds int32	replicas int32	selector !meta.v1.LabelSelector	template core.v1.PodTemplateSpec
apps.v1beta2.ReplicaSetStatus	availableReplicas int32	conditions []apps.v1beta2.ReplicaSetCondition	fullyLabeledReplicas int32	observedGeneration int64	readyReplicas int32	replicas !int32
apps.v1beta2.RollingUpdateDaemonSet	maxUnavailable int-or-string
apps.v1beta2.RollingUpdateDeployment	maxSurge int-or-string	maxUnavailable int-or-string
apps.v1beta2.RollingUpdateStatefulSetStrategy	partition int32
apps.v1beta2.StatefulSet	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec apps.v1beta2.StatefulSetSpec	status apps.v1beta2.StatefulSetStatus
apps.v1beta2.StatefulSetCondition	lastTransitionTime time	message string	reason string	status !string	type !string
apps.v1beta2.StatefulSetSpec	podManagementPolicy string	replicas int32	revisionHistoryLimit int32	selector !meta.v1.LabelSelector	serviceName !string	template !core.v1.PodTemplateSpec	updateStrategy apps.v1beta2.StatefulSetUpdateStrategy	volumeClaimTemplates []core.v1.PersistentVolumeClaim
apps.v1beta2.StatefulSetStatus	collisionCount int32	conditions []apps.v1beta2.StatefulSetCondition	currentReplicas int32	currentRevision string	observedGeneration int64	readyReplicas int32	replicas !int32	updateRevision string	updatedReplicas int32
apps.v1beta2.StatefulSetUpdateStrategy	rollingUpdate apps.v1beta2.RollingUpdateStatefulSetStrategy	type string
auditregistration.v1alpha1.AuditSink	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec auditregistration.v1alpha1.AuditSinkSpec
auditregistration.v1alpha1.AuditSinkSpec	policy !auditregistration.v1alpha1.Policy	webhook !auditregistration.v1alpha1.Webhook
auditregistration.v1alpha1.Policy	level !string	stages []string
auditregistration.v1alpha1.ServiceReference	name !string	namespace !string	path string	port 15-=int32
auditregistration.v1alpha1.Webhook	clientConfig !auditregistration.v1alpha1.WebhookClientConfig	throttle auditregistration.v1alpha1.WebhookThrottleConfig
auditregistration.v1alpha1.WebhookClientConfig	caBundle bytes	service auditregistration.v1alpha1.ServiceReference	url string
auditregistration.v1alpha1.WebhookThrottleConfig	burst int64	qps int64
authentication.v1.BoundObjectReference	apiVersion string	kind string	name string	uid string
authentication.v1.SelfSubjectReview	apiVersion string	kind string	metadata meta.v1.ObjectMeta	status authentication.v1.SelfSubjectReviewStatus
authentication.v1.SelfSubjectReviewStatus	userInfo authentication.v1.UserInfo
authentication.v1.TokenRequest	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec -35=!authentication.v1.TokenRequestSpec 36-=authentication.v1.TokenRequestSpec	status authentication.v1.TokenRequestStatus
authentication.v1.TokenRequestSpec	attestations 37-={}[]string	audiences -35=![]string 36-=[]string	boundObjectRef authentication.v1.BoundObjectReference	expirationSeconds int64
authentication.v1.TokenRequestStatus	expirationTimestamp -35=!time 36-=time	token -35=!string 36-=string
authentication.v1.TokenReview	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec !authentication.v1.TokenReviewSpec	status authentication.v1.TokenReviewStatus
authentication.v1.TokenReviewSpec	audiences 13-=[]string	token -35=string 36-=!string
authentication.v1.TokenReviewStatus	audiences 13-=[]string	authenticated boolean	error string	user authentication.v1.UserInfo
authentication.v1.UserInfo	extra {}[]string	groups []string	uid string	username string
authentication.v1alpha1.SelfSubjectReview	apiVersion string	kind string	metadata meta.v1.ObjectMeta	status authentication.v1alpha1.SelfSubjectReviewStatus
authentication.v1alpha1.SelfSubjectReviewStatus	userInfo authentication.v1.UserInfo
authentication.v1beta1.SelfSubjectReview	apiVersion string	kind string	metadata meta.v1.ObjectMeta	status authentication.v1beta1.SelfSubjectReviewStatus
authentication.v1beta1.SelfSubjectReviewStatus	userInfo authentication.v1.UserInfo
authentication.v1beta1.TokenReview	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec !authentication.v1beta1.TokenReviewSpec	status authentication.v1beta1.TokenReviewStatus
authentication.v1beta1.TokenReviewSpec	audiences 13-=[]string	token string
authentication.v1beta1.TokenReviewStatus	audiences 13-=[]string	authenticated boolean	error string	user authentication.v1beta1.UserInfo
authentication.v1beta1.UserInfo	extra {}[]string	groups []string	uid string	username string
authorization.v1.FieldSelectorAttributes	rawSelector string	requirements []meta.v1.FieldSelectorRequirement
authorization.v1.LabelSelectorAttributes	rawSelector string	requirements []meta.v1.LabelSelectorRequirement
authorization.v1.LocalSubjectAccessReview	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec !authorization.v1.SubjectAccessReviewSpec	status authorization.v1.SubjectAccessReviewStatus
authorization.v1.NonResourceAttributes	path string	verb string
authorization.v1.NonResourceRule	nonResourceURLs []string	verbs ![]string
authorization.v1.ResourceAttributes	fieldSelector 31-=authorization.v1.FieldSelectorAttributes	group string	labelSelector 31-=authorization.v1.LabelSelectorAttributes	name string	namespace string	resource string	subresource string	verb string	version string
authorization.v1.ResourceRule	apiGroups []string	resourceNames []string	resources []string	verbs ![]string
authorization.v1.SelfSubjectAccessReview	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec !authorization.v1.SelfSubjectAccessReviewSpec	status authorization.v1.SubjectAccessReviewStatus
authorization.v1.SelfSubjectAccessReviewSpec	nonResourceAttributes authorization.v1.NonResourceAttributes	resourceAttributes authorization.v1.ResourceAttributes
authorization.v1.SelfSubjectRulesReview	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec !authorization.v1.SelfSubjectRulesReviewSpec	status authorization.v1.SubjectRulesReviewStatus
authorization.v1.SelfSubjectRulesReviewSpec	namespace string
authorization.v1.SubjectAccessReview	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec !authorization.v1.SubjectAccessReviewSpec	status authorization.v1.SubjectAccessReviewStatus
authorization.v1.SubjectAccessReviewSpec	extra {}[]string	groups []string	nonResourceAttributes authorization.v1.NonResourceAttributes	resourceAttributes authorization.v1.ResourceAttributes	uid string	user string
authorization.v1.SubjectAccessReviewStatus	allowed !boolean	denied boolean	evaluationError string	reason string
authorization.v1.SubjectRulesReviewStatus	evaluationError string	incomplete !boolean	nonResourceRules ![]authorization.v1.NonResourceRule	resourceRules ![]authorization.v1.ResourceRule
authorization.v1beta1.LocalSubjectAccessReview	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec !authorization.v1beta1.SubjectAccessReviewSpec	status authorization.v1beta1.SubjectAccessReviewStatus
authorization.v1beta1.NonResourceAttributes	path string	verb string
authorization.v1beta1.NonResourceRule	nonResourceURLs []string	verbs ![]string
authorization.v1beta1.ResourceAttributes	group string	name string	namespace string	resource string	subresource string	verb string	version string
authorization.v1beta1.ResourceRule	apiGroups []string	resourceNames []string	resources []string	verbs ![]string
authorization.v1beta1.SelfSubjectAccessReview	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec !authorization.v1beta1.SelfSubjectAccessReviewSpec	status authorization.v1beta1.SubjectAccessReviewStatus
authorization.v1beta1.SelfSubjectAccessReviewSpec	nonResourceAttributes authorization.v1beta1.NonResourceAttributes	resourceAttributes authorization.v1beta1.ResourceAttributes
authorization.v1beta1.SelfSubjectRulesReview	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec !authorization.v1beta1.SelfSubjectRulesReviewSpec	status authorization.v1beta1.SubjectRulesReviewStatus
authorization.v1beta1.SelfSubjectRulesReviewSpec	namespace string
authorization.v1beta1.SubjectAccessReview	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec !authorization.v1beta1.SubjectAccessReviewSpec	status authorization.v1beta1.SubjectAccessReviewStatus
authorization.v1beta1.SubjectAccessReviewSpec	extra {}[]string	group []string	nonResourceAttributes authorization.v1beta1.NonResourceAttributes	resourceAttributes authorization.v1beta1.ResourceAttributes	uid string	user string
authorization.v1beta1.SubjectAccessReviewStatus	allowed !boolean	denied boolean	evaluationError string	reason string
authorization.v1beta1.SubjectRulesReviewStatus	evaluationError string	incomplete !boolean	nonResourceRules ![]authorization.v1beta1.NonResourceRule	resourceRules ![]authorization.v1beta1.ResourceRule
autoscaling.v1.CrossVersionObjectReference	apiVersion string	kind !string	name !string
autoscaling.v1.HorizontalPodAutoscaler	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec -35=autoscaling.v1.HorizontalPodAutoscalerSpec 36-=!autoscaling.v1.HorizontalPodAutoscalerSpec	status autoscaling.v1.HorizontalPodAutoscalerStatus
autoscaling.v1.HorizontalPodAutoscalerSpec	maxReplicas !int32	minReplicas int32	scaleTargetRef !autoscaling.v1.CrossVersionObjectReference	targetCPUUtilizationPercentage int32
autoscaling.v1.HorizontalPodAutoscalerStatus	currentCPUUtilizationPercentage int32	currentReplicas !int32	desiredReplicas !int32	lastScaleTime time	observedGeneration int64
autoscaling.v2.ContainerResourceMetricSource	container !string	name !string	target !autoscaling.v2.MetricTarget
autoscaling.v2.ContainerResourceMetricStatus	container !string	current !autoscaling.v2.MetricValueStatus	name !string
autoscaling.v2.CrossVersionObjectReference	apiVersion string	kind !string	name !string
autoscaling.v2.ExternalMetricSource	metric !autoscaling.v2.MetricIdentifier	target !autoscaling.v2.MetricTarget
autoscaling.v2.ExternalMetricStatus	current !autoscaling.v2.MetricValueStatus	metric !autoscaling.v2.MetricIdentifier
autoscaling.v2.HPAScalingPolicy	periodSeconds !int32	type !string	value !int32
autoscaling.v2.HPAScalingRules	policies []autoscaling.v2.HPAScalingPolicy	selectPolicy string	stabilizationWindowSeconds int32	tolerance 33-=quantity
autoscaling.v2.HorizontalPodAutoscaler	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec -35=autoscaling.v2.HorizontalPodAutoscalerSpec 36-=!autoscaling.v2.HorizontalPodAutoscalerSpec	status autoscaling.v2.HorizontalPodAutoscalerStatus
autoscaling.v2.HorizontalPodAutoscalerBehavior	scaleDown autoscaling.v2.HPAScalingRules	scaleUp autoscaling.v2.HPAScalingRules
autoscaling.v2.HorizontalPodAutoscalerCondition	lastTransitionTime time	message string	observedGeneration 37-=int64	reason string	status !string	type !string
autoscaling.v2.HorizontalPodAutoscalerSpec	behavior autoscaling.v2.HorizontalPodAutoscalerBehavior	maxReplicas !int32	metrics []autoscaling.v2.MetricSpec	minReplicas int32	scaleTargetRef !autoscaling.v2.CrossVersionObjectReference
autoscaling.v2.HorizontalPodAutoscalerStatus	conditions []autoscaling.v2.HorizontalPodAutoscalerCondition	currentMetrics []autoscaling.v2.MetricStatus	currentReplicas int32	desiredReplicas !int32	lastScaleTime time	observedGeneration int64
autoscaling.v2.MetricIdentifier	name !string	selector meta.v1.LabelSelector
autoscaling.v2.MetricSpec	containerResource autoscaling.v2.ContainerResourceMetricSource	external autoscaling.v2.ExternalMetricSource	object autoscaling.v2.ObjectMetricSource	pods autoscaling.v2.PodsMetricSource	resource autoscaling.v2.ResourceMetricSource	type !string
autoscaling.v2.MetricStatus	containerResource autoscaling.v2.ContainerResourceMetricStatus	external autoscaling.v2.ExternalMetricStatus	object autoscaling.v2.ObjectMetricStatus	pods autoscaling.v2.PodsMetricStatus	resource autoscaling.v2.ResourceMetricStatus	type !string
autoscaling.v2.MetricTarget	averageUtilization int32	averageValue quantity	type !string	value quantity
autoscaling.v2.MetricValueStatus	averageUtilization int32	averageValue quantity	value quantity
autoscaling.v2.ObjectMetricSource	describedObject !autoscaling.v2.CrossVersionObjectReference	metric !autoscaling.v2.MetricIdentifier	target !autoscaling.v2.MetricTarget
autoscaling.v2.ObjectMetricStatus	current !autoscaling.v2.MetricValueStatus	describedObject !autoscaling.v2.CrossVersionObjectReference	metric !autoscaling.v2.MetricIdentifier
autoscaling.v2.PodsMetricSource	metric !autoscaling.v2.MetricIdentifier	target !autoscaling.v2.MetricTarget
autoscaling.v2.PodsMetricStatus	current !autoscaling.v2.MetricValueStatus	metric !autoscaling.v2.MetricIdentifier
autoscaling.v2.ResourceMetricSource	name !string	target !autoscaling.v2.MetricTarget
autoscaling.v2.ResourceMetricStatus	current !autoscaling.v2.MetricValueStatus	name !string
autoscaling.v2beta1.ContainerResourceMetricSource	container !string	name !string	targetAverageUtilization int32	targetAverageValue quantity
autoscaling.v2beta1.ContainerResourceMetricStatus	container !string	currentAverageUtilization int32	currentAverageValue !quantity	name !string
autoscaling.v2beta1.CrossVersionObjectReference	apiVersion string	kind !string	name !string
autoscaling.v2beta1.ExternalMetricSource	metricName !string	metricSelector meta.v1.LabelSelector	targetAverageValue quantity	targetValue quantity
autoscaling.v2beta1.ExternalMetricStatus	currentAverageValue quantity	currentValue !quantity	metricName !string	metricSelector meta.v1.LabelSelector
autoscaling.v2beta1.HorizontalPodAutoscaler	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec autoscaling.v2beta1.HorizontalPodAutoscalerSpec	status autoscaling.v2beta1.HorizontalPodAutoscalerStatus
autoscaling.v2beta1.HorizontalPodAutoscalerCondition	lastTransitionTime time	message string	reason string	status !string	type !string
autoscaling.v2beta1.HorizontalPodAutoscalerSpec	maxReplicas !int32	metrics []autoscaling.v2beta1.MetricSpec	minReplicas int32	scaleTargetRef !autoscaling.v2beta1.CrossVersionObjectReference
autoscaling.v2beta1.HorizontalPodAutoscalerStatus	conditions -22=![]autoscaling.v2beta1.HorizontalPodAutoscalerCondition 23-=[]autoscaling.v2beta1.HorizontalPodAutoscalerCondition	currentMetrics -11=![]autoscaling.v2beta1.MetricStatus 12-=[]autoscaling.v2beta1.MetricStatus	currentReplicas !int32	desiredReplicas !int32	lastScaleTime time	observedGeneration int64
autoscaling.v2beta1.MetricSpec	containerResource 20-=autoscaling.v2beta1.ContainerResourceMetricSource	external autoscaling.v2beta1.ExternalMetricSource	object autoscaling.v2beta1.ObjectMetricSource	pods autoscaling.v2beta1.PodsMetricSource	resource autoscaling.v2beta1.ResourceMetricSource	type !string
autoscaling.v2beta1.MetricStatus	containerResource 20-=autoscaling.v2beta1.ContainerResourceMetricStatus	external autoscaling.v2beta1.ExternalMetricStatus	object autoscaling.v2beta1.ObjectMetricStatus	pods autoscaling.v2beta1.PodsMetricStatus	resource autoscaling.v2beta1.ResourceMetricStatus	type !string
autoscaling.v2beta1.ObjectMetricSource	averageValue 12-=quantity	metricName !string	selector 12-=meta.v1.LabelSelector	target !autoscaling.v2beta1.CrossVersionObjectReference	targetValue !quantity
autoscaling.v2beta1.ObjectMetricStatus	averageValue 12-=quantity	currentValue !quantity	metricName !string	selector 12-=meta.v1.LabelSelector	target !autoscaling.v2beta1.CrossVersionObjectReference
autoscaling.v2beta1.PodsMetricSource	metricName !string	selector 12-=meta.v1.LabelSelector	targetAverageValue !quantity
autoscaling.v2beta1.PodsMetricStatus	currentAverageValue !quantity	metricName !string	selector 12-=meta.v1.LabelSelector
autoscaling.v2beta1.ResourceMetricSource	name !string	targetAverageUtilization int32	targetAverageValue quantity
autoscaling.v2beta1.ResourceMetricStatus	currentAverageUtilization int32	currentAverageValue !quantity	name !string
autoscaling.v2beta2.ContainerResourceMetricSource	container !string	name !string	target !autoscaling.v2beta2.MetricTarget
autoscaling.v2beta2.ContainerResourceMetricStatus	container !string	current !autoscaling.v2beta2.MetricValueStatus	name !string
autoscaling.v2beta2.CrossVersionObjectReference	apiVersion string	kind !string	name !string
autoscaling.v2beta2.ExternalMetricSource	metric !autoscaling.v2beta2.MetricIdentifier	target !autoscaling.v2beta2.MetricTarget
autoscaling.v2beta2.ExternalMetricStatus	current !autoscaling.v2beta2.MetricValueStatus	metric !autoscaling.v2beta2.MetricIdentifier
autoscaling.v2beta2.HPAScalingPolicy	periodSeconds !int32	type !string	value !int32
autoscaling.v2beta2.HPAScalingRules	policies []autoscaling.v2beta2.HPAScalingPolicy	selectPolicy string	stabilizationWindowSeconds int32
autoscaling.v2beta2.HorizontalPodAutoscaler	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec autoscaling.v2beta2.HorizontalPodAutoscalerSpec	status autoscaling.v2beta2.HorizontalPodAutoscalerStatus
autoscaling.v2beta2.HorizontalPodAutoscalerBehavior	scaleDown autoscaling.v2beta2.HPAScalingRules	scaleUp autoscaling.v2beta2.HPAScalingRules
autoscaling.v2beta2.HorizontalPodAutoscalerCondition	lastTransitionTime time	message string	reason string	status !string	type !string
autoscaling.v2beta2.HorizontalPodAutoscalerSpec	behavior 18-=autoscaling.v2beta2.HorizontalPodAutoscalerBehavior	maxReplicas !int32	metrics []autoscaling.v2beta2.MetricSpec	minReplicas int32	scaleTargetRef !autoscaling.v2beta2.CrossVersionObjectReference
autoscaling.v2beta2.HorizontalPodAutoscalerStatus	conditions -22=![]autoscaling.v2beta2.HorizontalPodAutoscalerCondition 23-=[]autoscaling.v2beta2.HorizontalPodAutoscalerCondition	currentMetrics []autoscaling.v2beta2.MetricStatus	currentReplicas !int32	desiredReplicas !int32	lastScaleTime time	observedGeneration int64
autoscaling.v2beta2.MetricIdentifier	name !string	selector meta.v1.LabelSelector
autoscaling.v2beta2.MetricSpec	containerResource 20-=autoscaling.v2beta2.ContainerResourceMetricSource	external autoscaling.v2beta2.ExternalMetricSource	object autoscaling.v2beta2.ObjectMetricSource	pods autoscaling.v2beta2.PodsMetricSource	resource autoscaling.v2beta2.ResourceMetricSource	type !string
autoscaling.v2beta2.MetricStatus	containerResource 20-=autoscaling.v2beta2.ContainerResourceMetricStatus	external autoscaling.v2beta2.ExternalMetricStatus	object autoscaling.v2beta2.ObjectMetricStatus	pods autoscaling.v2beta2.PodsMetricStatus	resource autoscaling.v2beta2.ResourceMetricStatus	type !string
autoscaling.v2beta2.MetricTarget	averageUtilization int32	averageValue quantity	type !string	value quantity
autoscaling.v2beta2.MetricValueStatus	averageUtilization int32	averageValue quantity	value quantity
autoscaling.v2beta2.ObjectMetricSource	describedObject !autoscaling.v2beta2.CrossVersionObjectReference	metric !autoscaling.v2beta2.MetricIdentifier	target !autoscaling.v2beta2.MetricTarget
autoscaling.v2beta2.ObjectMetricStatus	current !autoscaling.v2beta2.MetricValueStatus	describedObject !autoscaling.v2beta2.CrossVersionObjectReference	metric !autoscaling.v2beta2.MetricIdentifier
autoscaling.v2beta2.PodsMetricSource	metric !autoscaling.v2beta2.MetricIdentifier	target !autoscaling.v2beta2.MetricTarget
autoscaling.v2beta2.PodsMetricStatus	current !autoscaling.v2beta2.MetricValueStatus	metric !autoscaling.v2beta2.MetricIdentifier
autoscaling.v2beta2.ResourceMetricSource	name !string	target !autoscaling.v2beta2.MetricTarget
autoscaling.v2beta2.ResourceMetricStatus	current !autoscaling.v2beta2.MetricValueStatus	name !string
batch.v1.CronJob	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec -35=batch.v1.CronJobSpec 36-=!batch.v1.CronJobSpec	status batch.v1.CronJobStatus
batch.v1.CronJobSpec	concurrencyPolicy enum:batch.v1.ConcurrencyPolicy	failedJobsHistoryLimit int32	jobTemplate !batch.v1.JobTemplateSpec	schedule !string	startingDeadlineSeconds int64	successfulJobsHistoryLimit int32	suspend boolean	timeZone 24-=string
batch.v1.CronJobStatus	active []core.v1.ObjectReference	lastScheduleTime time	lastSuccessfulTime time
batch.v1.Job	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec batch.v1.JobSpec	status batch.v1.JobStatus
batch.v1.JobCondition	lastProbeTime time	lastTransitionTime time	message string	reason string	status !string	type !string
batch.v1.JobSchedulingConfiguration	disruptionMode scheduling.v1alpha3.WorkloadPodGroupDisruptionMode	resourceClaims []scheduling.v1alpha3.WorkloadPodGroupResourceClaim	schedulingConstraints scheduling.v1alpha3.WorkloadPodGroupSchedulingConstraints	schedulingPolicy scheduling.v1alpha3.WorkloadPodGroupSchedulingPolicy
batch.v1.JobSpec	activeDeadlineSeconds int64	backoffLimit int32	backoffLimitPerIndex 28-=int32	completionMode 21-=enum:batch.v1.CompletionMode	completions int32	managedBy 30-=string	manualSelector boolean	maxFailedIndexes 28-=int32	parallelism int32	podFailurePolicy 25-=batch.v1.PodFailurePolicy	podReplacementPolicy 28-=enum:batch.v1.PodReplacementPolicy	scheduling 37-=batch.v1.JobSchedulingConfiguration	selector meta.v1.LabelSelector	successPolicy 30-=batch.v1.SuccessPolicy	suspend 21-=boolean	template !core.v1.PodTemplateSpec	ttlSecondsAfterFinished 12-=int32
batch.v1.JobStatus	active int32	completedIndexes 21-=string	completionTime time	conditions []batch.v1.JobCondition	failed int32	failedIndexes 28-=string	ready 23-=int32	startTime time	succeeded int32	terminating 28-=int32	uncountedTerminatedPods 22-=batch.v1.UncountedTerminatedPods
batch.v1.JobTemplateSpec	metadata meta.v1.ObjectMeta	spec batch.v1.JobSpec
batch.v1.PodFailurePolicy	rules ![]batch.v1.PodFailurePolicyRule
batch.v1.PodFailurePolicyOnExitCodesRequirement	containerName string	operator !enum:batch.v1.PodFailurePolicyOnExitCodesOperator	values ![]int32
batch.v1.PodFailurePolicyOnPodConditionsPattern	status -34=!string 35-=string	type !string
batch.v1.PodFailurePolicyRule	action !enum:batch.v1.PodFailurePolicyAction	onExitCodes batch.v1.PodFailurePolicyOnExitCodesRequirement	onPodConditions -28=![]batch.v1.PodFailurePolicyOnPodConditionsPattern 29-=[]batch.v1.PodFailurePolicyOnPodConditionsPattern
batch.v1.SuccessPolicy	rules ![]batch.v1.SuccessPolicyRule
batch.v1.SuccessPolicyRule	succeededCount int32	succeededIndexes string
batch.v1.UncountedTerminatedPods	failed []string	succeeded []string
batch.v1beta1.CronJob	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec batch.v1beta1.CronJobSpec	status batch.v1beta1.CronJobStatus
batch.v1beta1.CronJobSpec	concurrencyPolicy string	failedJobsHistoryLimit int32	jobTemplate !batch.v1beta1.JobTemplateSpec	schedule !string	startingDeadlineSeconds int64	successfulJobsHistoryLimit int32	suspend boolean	timeZone 24-=string
batch.v1beta1.CronJobStatus	active []core.v1.ObjectReference	lastScheduleTime time	lastSuccessfulTime 21-=time
batch.v1beta1.JobTemplateSpec	metadata meta.v1.ObjectMeta	spec batch.v1.JobSpec
batch.v2alpha1.CronJob	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec batch.v2alpha1.CronJobSpec	status batch.v2alpha1.CronJobStatus
batch.v2alpha1.CronJobSpec	concurrencyPolicy string	failedJobsHistoryLimit int32	jobTemplate !batch.v2alpha1.JobTemplateSpec	schedule !string	startingDeadlineSeconds int64	successfulJobsHistoryLimit int32	suspend boolean
batch.v2alpha1.CronJobStatus	active []core.v1.ObjectReference	lastScheduleTime time
batch.v2alpha1.JobTemplateSpec	metadata meta.v1.ObjectMeta	spec batch.v1.JobSpec
certificates.v1.CertificateSigningRequest	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec !certificates.v1.CertificateSigningRequestSpec	status certificates.v1.CertificateSigningRequestStatus
certificates.v1.CertificateSigningRequestCondition	lastTransitionTime time	lastUpdateTime time	message string	reason string	status !string	type !string
certificates.v1.CertificateSigningRequestSpec	expirationSeconds 22-=int32	extra {}[]string	groups []string	request !bytes	signerName !string	uid string	usages []enum:certificates.v1.KeyUsage	username string
certificates.v1.CertificateSigningRequestStatus	certificate bytes	conditions []certificates.v1.CertificateSigningRequestCondition
certificates.v1.ClusterTrustBundle	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec !certificates.v1.ClusterTrustBundleSpec
certificates.v1.ClusterTrustBundleSpec	signerName string	trustBundle !string
certificates.v1.PodCertificateRequest	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec !certificates.v1.PodCertificateRequestSpec	status certificates.v1.PodCertificateRequestStatus
certificates.v1.PodCertificateRequestSpec	maxExpirationSeconds int32	nodeName !string	nodeUID !string	podName !string	podUID !string	serviceAccountName !string	serviceAccountUID !string	signerName !string	stubPKCS10Request !bytes	unverifiedUserAnnotations {}string
certificates.v1.PodCertificateRequestStatus	beginRefreshAt time	certificateChain string	conditions []meta.v1.Condition	notAfter time	notBefore time
certificates.v1alpha1.ClusterTrustBundle	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec !certificates.v1alpha1.ClusterTrustBundleSpec
certificates.v1alpha1.ClusterTrustBundleSpec	signerName string	trustBundle !string
certificates.v1alpha1.PodCertificateRequest	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec !certificates.v1alpha1.PodCertificateRequestSpec	status certificates.v1alpha1.PodCertificateRequestStatus
certificates.v1alpha1.PodCertificateRequestSpec	maxExpirationSeconds int32	nodeName !string	nodeUID !string	pkixPublicKey !bytes	podName !string	podUID !string	proofOfPossession !bytes	serviceAccountName !string	serviceAccountUID !string	signerName !string
certificates.v1alpha1.PodCertificateRequestStatus	beginRefreshAt time	certificateChain string	conditions []meta.v1.Condition	notAfter time	notBefore time
certificates.v1beta1.CertificateSigningRequest	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec certificates.v1beta1.CertificateSigningRequestSpec	status certificates.v1beta1.CertificateSigningRequestStatus
certificates.v1beta1.CertificateSigningRequestCondition	lastTransitionTime 19-=time	lastUpdateTime time	message string	reason string	status 19-=string	type !string
certificates.v1beta1.CertificateSigningRequestSpec	extra {}[]string	groups []string	request !bytes	signerName 18-=string	uid string	usages []string	username string
certificates.v1beta1.CertificateSigningRequestStatus	certificate bytes	conditions []certificates.v1beta1.CertificateSigningRequestCondition
certificates.v1beta1.ClusterTrustBundle	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec !certificates.v1beta1.ClusterTrustBundleSpec
certificates.v1beta1.ClusterTrustBundleSpec	signerName string	trustBundle !string
certificates.v1beta1.PodCertificateRequest	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec !certificates.v1beta1.PodCertificateRequestSpec	status certificates.v1beta1.PodCertificateRequestStatus
certificates.v1beta1.PodCertificateRequestSpec	maxExpirationSeconds int32	nodeName !string	nodeUID !string	pkixPublicKey -35=!bytes 36-=bytes	podName !string	podUID !string	proofOfPossession -35=!bytes 36-=bytes	serviceAccountName !string	serviceAccountUID !string	signerName !string	stubPKCS10Request 36-=!bytes	unverifiedUserAnnotations {}string
certificates.v1beta1.PodCertificateRequestStatus	beginRefreshAt time	certificateChain string	conditions []meta.v1.Condition	notAfter time	notBefore time
coordination.v1.Lease	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec coordination.v1.LeaseSpec
coordination.v1.LeaseSpec	acquireTime time	holderIdentity string	leaseDurationSeconds int32	leaseTransitions int32	preferredHolder 31-=string	renewTime time	strategy 31-=string
coordination.v1alpha1.LeaseCandidate	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec coordination.v1alpha1.LeaseCandidateSpec
coordination.v1alpha1.LeaseCandidateSpec	binaryVersion string	emulationVersion string	leaseName !string	pingTime time	preferredStrategies ![]string	renewTime time
coordination.v1alpha2.LeaseCandidate	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec -35=coordination.v1alpha2.LeaseCandidateSpec 36-=!coordination.v1alpha2.LeaseCandidateSpec
coordination.v1alpha2.LeaseCandidateSpec	binaryVersion !string	emulationVersion string	leaseName !string	pingTime time	renewTime time	strategy !string
coordination.v1beta1.Lease	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec coordination.v1beta1.LeaseSpec
coordination.v1beta1.LeaseCandidate	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec -35=coordination.v1beta1.LeaseCandidateSpec 36-=!coordination.v1beta1.LeaseCandidateSpec
coordination.v1beta1.LeaseCandidateSpec	binaryVersion !string	emulationVersion string	leaseName !string	pingTime time	renewTime time	strategy !string
coordination.v1beta1.LeaseSpec	acquireTime time	holderIdentity string	leaseDurationSeconds int32	leaseTransitions int32	renewTime time
core.v1.AWSElasticBlockStoreVolumeSource	fsType string	partition int32	readOnly boolean	volumeID !string
core.v1.Affinity	nodeAffinity core.v1.NodeAffinity	podAffinity core.v1.PodAffinity	podAntiAffinity core.v1.PodAntiAffinity
core.v1.AppArmorProfile	localhostProfile string	type !enum:core.v1.AppArmorProfileType
core.v1.AttachedVolume	devicePath !string	name !string
core.v1.AzureDiskVolumeSource	cachingMode enum:core.v1.AzureDataDiskCachingMode	diskName !string	diskURI !string	fsType string	kind enum:core.v1.AzureDataDiskKind	readOnly boolean
core.v1.AzureFilePersistentVolumeSource	readOnly boolean	secretName !string	secretNamespace string	shareName !string
core.v1.AzureFileVolumeSource	readOnly boolean	secretName !string	shareName !string
core.v1.Binding	apiVersion string	kind string	metadata meta.v1.ObjectMeta	target !core.v1.ObjectReference
core.v1.CSIPersistentVolumeSource	controllerExpandSecretRef 15-=core.v1.SecretReference	controllerPublishSecretRef core.v1.SecretReference	driver !string	fsType string	nodeExpandSecretRef 25-=core.v1.SecretReference	nodePublishSecretRef core.v1.SecretReference	nodeStageSecretRef core.v1.SecretReference	readOnly boolean	volumeAttributes {}string	volumeHandle !string
core.v1.CSIVolumeSource	driver !string	fsType string	nodePublishSecretRef core.v1.LocalObjectReference	readOnly boolean	volumeAttributes {}string
core.v1.Capabilities	add []string	drop []string
core.v1.CephFSPersistentVolumeSource	monitors ![]string	path string	readOnly boolean	secretFile string	secretRef core.v1.SecretReference	user string
core.v1.CephFSVolumeSource	monitors ![]string	path string	readOnly boolean	secretFile string	secretRef core.v1.LocalObjectReference	user string
core.v1.CinderPersistentVolumeSource	fsType string	readOnly boolean	secretRef core.v1.SecretReference	volumeID !string
core.v1.CinderVolumeSource	fsType string	readOnly boolean	secretRef 11-=core.v1.LocalObjectReference	volumeID !string
core.v1.ClaimSource	resourceClaimName string	resourceClaimTemplateName string
core.v1.ClientIPConfig	timeoutSeconds int32
core.v1.ClusterTrustBundleProjection	labelSelector meta.v1.LabelSelector	name string	optional boolean	path !string	signerName string	user 37-=int64
core.v1.ConfigMap	apiVersion string	binaryData {}bytes	data {}string	immutable 18-=boolean	kind string	metadata meta.v1.ObjectMeta
core.v1.ConfigMapEnvSource	name string	optional boolean
core.v1.ConfigMapKeySelector	key !string	name string	optional boolean
core.v1.ConfigMapNodeConfigSource	kubeletConfigKey !string	name !string	namespace !string	resourceVersion string	uid string
core.v1.ConfigMapProjection	items []core.v1.KeyToPath	name string	optional boolean
core.v1.ConfigMapVolumeSource	defaultMode int32	defaultUser 37-=int64	items []core.v1.KeyToPath	name string	optional boolean
core.v1.Container	args []string	command []string	env []core.v1.EnvVar	envFrom []core.v1.EnvFromSource	image string	imagePullPolicy enum:core.v1.PullPolicy	lifecycle core.v1.Lifecycle	livenessProbe core.v1.Probe	name !string	ports []core.v1.ContainerPort	readinessProbe core.v1.Probe	resizePolicy 27-=[]core.v1.ContainerResizePolicy	resources core.v1.ResourceRequirements	restartPolicy 28-=string	restartPolicyRules 34-=[]core.v1.ContainerRestartRule	securityContext core.v1.SecurityContext	startupProbe 16-=core.v1.Probe	stdin boolean	stdinOnce boolean	terminationMessagePath string	terminationMessagePolicy enum:core.v1.TerminationMessagePolicy	tty boolean	volumeDevices []core.v1.VolumeDevice	volumeMounts []core.v1.VolumeMount	workingDir string
core.v1.ContainerExtendedResourceRequest	containerName !string	requestName !string	resourceName !string
core.v1.ContainerImage	names -21=![]string 22-=[]string	sizeBytes int64
core.v1.ContainerPort	containerPort !int32	hostIP string	hostPort int32	name string	protocol enum:core.v1.Protocol
core.v1.ContainerResizePolicy	resourceName !string	restartPolicy !string
core.v1.ContainerRestartRule	action !string	exitCodes core.v1.ContainerRestartRuleOnExitCodes
core.v1.ContainerRestartRuleOnExitCodes	operator !string	values []int32
core.v1.ContainerState	running core.v1.ContainerStateRunning	terminated core.v1.ContainerStateTerminated	waiting core.v1.ContainerStateWaiting
core.v1.ContainerStateRunning	startedAt time
core.v1.ContainerStateTerminated	containerID string	exitCode !int32	finishedAt time	message string	reason string	signal int32	startedAt time
core.v1.ContainerStateWaiting	message string	reason string
core.v1.ContainerStatus	allocatedResources 27-={}quantity	allocatedResourcesStatus 31-=[]core.v1.ResourceStatus	containerID string	image !string	imageID !string	lastState core.v1.ContainerState	name !string	ready !boolean	resources 27-=core.v1.ResourceRequirements	restartCount !int32	started 16-=boolean	state core.v1.ContainerState	stopSignal 33-=enum:core.v1.Signal	user 31-=core.v1.ContainerUser	volumeMounts 30-=[]core.v1.VolumeMountStatus
core.v1.ContainerUser	linux core.v1.LinuxContainerUser
core.v1.DaemonEndpoint	Port !int32
core.v1.DownwardAPIProjection	items []core.v1.DownwardAPIVolumeFile
core.v1.DownwardAPIVolumeFile	fieldRef core.v1.ObjectFieldSelector	mode int32	path !string	resourceFieldRef core.v1.ResourceFieldSelector	user 37-=int64
core.v1.DownwardAPIVolumeSource	defaultMode int32	defaultUser 37-=int64	items []core.v1.DownwardAPIVolumeFile
core.v1.EmptyDirVolumeSource	medium string	mode 37-=int32	sizeLimit quantity
core.v1.EndpointAddress	hostname string	ip !string	nodeName string	targetRef core.v1.ObjectReference
core.v1.EndpointPort	appProtocol 18-=string	name string	port !int32	protocol enum:core.v1.Protocol
core.v1.EndpointSubset	addresses []core.v1.EndpointAddress	notReadyAddresses []core.v1.EndpointAddress	ports []core.v1.EndpointPort
core.v1.Endpoints	apiVersion string	kind string	metadata meta.v1.ObjectMeta	subsets []core.v1.EndpointSubset
core.v1.EnvFromSource	configMapRef core.v1.ConfigMapEnvSource	prefix string	secretRef core.v1.SecretEnvSource
core.v1.EnvVar	name !string	value string	valueFrom core.v1.EnvVarSource
core.v1.EnvVarSource	configMapKeyRef core.v1.ConfigMapKeySelector	fieldRef core.v1.ObjectFieldSelector	fileKeyRef 34-=core.v1.FileKeySelector	resourceFieldRef core.v1.ResourceFieldSelector	secretKeyRef core.v1.SecretKeySelector
core.v1.EphemeralContainer	args []string	command []string	env []core.v1.EnvVar	envFrom []core.v1.EnvFromSource	image string	imagePullPolicy string	lifecycle core.v1.Lifecycle	livenessProbe core.v1.Probe	name !string	ports []core.v1.ContainerPort	readinessProbe core.v1.Probe	resizePolicy 27-=[]core.v1.ContainerResizePolicy	resources core.v1.ResourceRequirements	restartPolicy 28-=string	restartPolicyRules 34-=[]core.v1.ContainerRestartRule	securityContext core.v1.SecurityContext	startupProbe core.v1.Probe	stdin boolean	stdinOnce boolean	targetContainerName string	terminationMessagePath string	terminationMessagePolicy string	tty boolean	volumeDevices []core.v1.VolumeDevice	volumeMounts []core.v1.VolumeMount	workingDir string
core.v1.EphemeralContainers	apiVersion string	ephemeralContainers ![]core.v1.EphemeralContainer	kind string	metadata meta.v1.ObjectMeta
core.v1.EphemeralVolumeSource	readOnly -20=boolean	volumeClaimTemplate core.v1.PersistentVolumeClaimTemplate
core.v1.Event	action string	apiVersion string	count int32	eventTime time	firstTimestamp time	involvedObject !core.v1.ObjectReference	kind string	lastTimestamp time	message string	metadata !meta.v1.ObjectMeta	reason string	related core.v1.ObjectReference	reportingComponent string	reportingInstance string	series core.v1.EventSeries	source core.v1.EventSource	type string
core.v1.EventSeries	count int32	lastObservedTime time	state -18=string
core.v1.EventSource	component string	host string
core.v1.EvictionResponder	name !string	priority !int32
core.v1.ExecAction	command []string
core.v1.FCVolumeSource	fsType string	lun int32	readOnly boolean	targetWWNs []string	wwids []string
core.v1.FileKeySelector	key !string	optional boolean	path !string	volumeName !string
core.v1.FlexPersistentVolumeSource	driver !string	fsType string	options {}string	readOnly boolean	secretRef core.v1.SecretReference
core.v1.FlexVolumeSource	driver !string	fsType string	options {}string	readOnly boolean	secretRef core.v1.LocalObjectReference
core.v1.FlockerVolumeSource	datasetName string	datasetUUID string
core.v1.GCEPersistentDiskVolumeSource	fsType string	partition int32	pdName !string	readOnly boolean
core.v1.GRPCAction	mode 37-=enum:core.v1.GRPCProbeMode	port !int32	service string
core.v1.GitRepoVolumeSource	directory string	repository !string	revision string
core.v1.GlusterfsPersistentVolumeSource	endpoints !string	endpointsNamespace string	path !string	readOnly boolean
core.v1.GlusterfsVolumeSource	endpoints !string	path !string	readOnly boolean
core.v1.HTTPGetAction	host string	httpHeaders []core.v1.HTTPHeader	path string	port !int-or-string	protocol 37-=enum:core.v1.HTTPProtocol	scheme enum:core.v1.URIScheme
core.v1.HTTPHeader	name !string	value !string
core.v1.Handler	exec core.v1.ExecAction	httpGet core.v1.HTTPGetAction	tcpSocket core.v1.TCPSocketAction
core.v1.HostAlias	hostnames []string	ip -30=string 31-=!string
core.v1.HostIP	ip -30=string 31-=!string
core.v1.HostPathVolumeSource	path !string	type enum:core.v1.HostPathType
core.v1.ISCSIPersistentVolumeSource	chapAuthDiscovery boolean	chapAuthSession boolean	fsType string	initiatorName string	iqn !string	iscsiInterface string	lun !int32	portals []string	readOnly boolean	secretRef core.v1.SecretReference	targetPortal !string
core.v1.ISCSIVolumeSource	chapAuthDiscovery boolean	chapAuthSession boolean	fsType string	initiatorName string	iqn !string	iscsiInterface string	lun !int32	portals []string	readOnly boolean	secretRef core.v1.LocalObjectReference	targetPortal !string
core.v1.ImageVolumeSource	pullPolicy enum:core.v1.PullPolicy	reference string
core.v1.ImageVolumeStatus	imageRef !string
core.v1.KeyToPath	key !string	mode int32	path !string	user 37-=int64
core.v1.Lifecycle	postStart -22=core.v1.Handler 23-=core.v1.LifecycleHandler	preStop -22=core.v1.Handler 23-=core.v1.LifecycleHandler	stopSignal 33-=enum:core.v1.Signal
core.v1.LifecycleHandler	exec core.v1.ExecAction	httpGet core.v1.HTTPGetAction	sleep 29-=core.v1.SleepAction	tcpSocket core.v1.TCPSocketAction
core.v1.LimitRange	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec core.v1.LimitRangeSpec
core.v1.LimitRangeItem	default {}quantity	defaultRequest {}quantity	max {}quantity	maxLimitRequestRatio {}quantity	min {}quantity	type -17=string 18-=!string
core.v1.LimitRangeSpec	limits ![]core.v1.LimitRangeItem
core.v1.LinuxContainerUser	gid !int64	supplementalGroups []int64	uid !int64
core.v1.LoadBalancerIngress	hostname string	ip string	ipMode 29-=string	ports 20-=[]core.v1.PortStatus
core.v1.LoadBalancerStatus	ingress []core.v1.LoadBalancerIngress
core.v1.LocalObjectReference	name string
core.v1.LocalVolumeSource	fsType 12-=string	path !string
core.v1.ModifyVolumeStatus	status !enum:core.v1.PersistentVolumeClaimModifyVolumeStatus	targetVolumeAttributesClassName string
core.v1.NFSVolumeSource	path !string	readOnly boolean	server !string
core.v1.Namespace	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec core.v1.NamespaceSpec	status core.v1.NamespaceStatus
core.v1.NamespaceCondition	lastTransitionTime time	message string	reason string	status !string	type !string
core.v1.NamespaceSpec	finalizers []string
core.v1.NamespaceStatus	conditions 16-=[]core.v1.NamespaceCondition	phase enum:core.v1.NamespacePhase
core.v1.Node	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec core.v1.NodeSpec	status core.v1.NodeStatus
core.v1.NodeAddress	address !string	type !string
core.v1.NodeAffinity	preferredDuringSchedulingIgnoredDuringExecution []core.v1.PreferredSchedulingTerm	requiredDuringSchedulingIgnoredDuringExecution core.v1.NodeSelector
core.v1.NodeAllocatableMappedResources	name !string	quantity !quantity
core.v1.NodeAllocatableOverheadResources	name !string	perContainer quantity	perPod quantity
core.v1.NodeAllocatableResourceClaimStatus	containers []string	mapping 37-=[]core.v1.NodeAllocatableMappedResources	overhead 37-=[]core.v1.NodeAllocatableOverheadResources	resourceClaimName !string	resources -36=!{}quantity
core.v1.NodeCondition	lastHeartbeatTime time	lastTransitionTime time	message string	reason string	status !string	type !string
core.v1.NodeConfigSource	apiVersion -10=string	configMap 11-=core.v1.ConfigMapNodeConfigSource	configMapRef -10=core.v1.ObjectReference	kind -10=string
core.v1.NodeConfigStatus	active core.v1.NodeConfigSource	assigned core.v1.NodeConfigSource	error string	lastKnownGood core.v1.NodeConfigSource
core.v1.NodeDaemonEndpoints	kubeletEndpoint core.v1.DaemonEndpoint
core.v1.NodeFeatures	supplementalGroupsPolicy boolean
core.v1.NodePodPreemptionPolicy	disableResizePreemption []string
core.v1.NodeRuntimeHandler	features core.v1.NodeRuntimeHandlerFeatures	name string
core.v1.NodeRuntimeHandlerFeatures	recursiveReadOnlyMounts boolean	userNamespaces 31-=boolean
core.v1.NodeSelector	nodeSelectorTerms ![]core.v1.NodeSelectorTerm
core.v1.NodeSelectorRequirement	key !string	operator !enum:core.v1.NodeSelectorOperator	values []string
core.v1.NodeSelectorTerm	matchExpressions -10=![]core.v1.NodeSelectorRequirement 11-=[]core.v1.NodeSelectorRequirement	matchFields 11-=[]core.v1.NodeSelectorRequirement
core.v1.NodeSpec	configSource core.v1.NodeConfigSource	externalID string	podCIDR string	podCIDRs 16-=[]string	podPreemptionPolicy 37-=core.v1.NodePodPreemptionPolicy	providerID string	taints []core.v1.Taint	unschedulable boolean
core.v1.NodeStatus	addresses []core.v1.NodeAddress	allocatable {}quantity	capacity {}quantity	conditions []core.v1.NodeCondition	config 11-=core.v1.NodeConfigStatus	daemonEndpoints core.v1.NodeDaemonEndpoints	declaredFeatures 35-=[]string	features 31-=core.v1.NodeFeatures	images []core.v1.ContainerImage	nodeInfo core.v1.NodeSystemInfo	phase enum:core.v1.NodePhase	runtimeHandlers 30-=[]core.v1.NodeRuntimeHandler	volumesAttached []core.v1.AttachedVolume	volumesInUse []string
core.v1.NodeSwapStatus	capacity int64
core.v1.NodeSystemInfo	architecture !string	bootID !string	containerRuntimeVersion !string	kernelVersion !string	kubeProxyVersion !string	kubeletVersion !string	machineID !string	operatingSystem !string	osImage !string	runningInUserNamespace 37-=boolean	swap 33-=core.v1.NodeSwapStatus	systemUUID !string
core.v1.ObjectFieldSelector	apiVersion string	fieldPath !string
core.v1.ObjectReference	apiVersion string	fieldPath string	kind string	name string	namespace string	resourceVersion string	uid string
core.v1.PersistentVolume	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec core.v1.PersistentVolumeSpec	status core.v1.PersistentVolumeStatus
core.v1.PersistentVolumeClaim	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec core.v1.PersistentVolumeClaimSpec	status core.v1.PersistentVolumeClaimStatus
core.v1.PersistentVolumeClaimCondition	lastProbeTime time	lastTransitionTime time	message string	reason string	status !string	type !string
core.v1.PersistentVolumeClaimSpec	accessModes []enum:core.v1.PersistentVolumeAccessMode	dataSource 12-=core.v1.TypedLocalObjectReference	dataSourceRef 22-25=core.v1.TypedLocalObjectReference 26-=core.v1.TypedObjectReference	resources -28=core.v1.ResourceRequirements 29-=core.v1.VolumeResourceRequirements	selector meta.v1.LabelSelector	storageClassName string	volumeAttributesClassName 29-=string	volumeMode enum:core.v1.PersistentVolumeMode	volumeName string
core.v1.PersistentVolumeClaimStatus	accessModes []enum:core.v1.PersistentVolumeAccessMode	allocatedResourceStatuses 28-={}string	allocatedResources 23-={}quantity	capacity {}quantity	conditions []core.v1.PersistentVolumeClaimCondition	currentVolumeAttributesClassName 29-=string	healthStatus 37-=core.v1.VolumeHealthStatus	modifyVolumeStatus 29-=core.v1.ModifyVolumeStatus	phase enum:core.v1.PersistentVolumeClaimPhase	resizeStatus 23-27=string
core.v1.PersistentVolumeClaimTemplate	metadata meta.v1.ObjectMeta	spec !core.v1.PersistentVolumeClaimSpec
core.v1.PersistentVolumeClaimVolumeSource	claimName !string	readOnly boolean
core.v1.PersistentVolumeSpec	accessModes []enum:core.v1.PersistentVolumeAccessMode	awsElasticBlockStore core.v1.AWSElasticBlockStoreVolumeSource	azureDisk core.v1.AzureDiskVolumeSource	azureFile core.v1.AzureFilePersistentVolumeSource	capacity {}quantity	cephfs core.v1.CephFSPersistentVolumeSource	cinder -10=core.v1.CinderVolumeSource 11-=core.v1.CinderPersistentVolumeSource	claimRef core.v1.ObjectReference	csi core.v1.CSIPersistentVolumeSource	fc core.v1.FCVolumeSource	flexVolume core.v1.FlexPersistentVolumeSource	flocker core.v1.FlockerVolumeSource	gcePersistentDisk core.v1.GCEPersistentDiskVolumeSource	glusterfs -12=core.v1.GlusterfsVolumeSource 13-=core.v1.GlusterfsPersistentVolumeSource	hostPath core.v1.HostPathVolumeSource	iscsi core.v1.ISCSIPersistentVolumeSource	local core.v1.LocalVolumeSource	mountOptions []string	nfs core.v1.NFSVolumeSource	nodeAffinity core.v1.VolumeNodeAffinity	persistentVolumeReclaimPolicy enum:core.v1.PersistentVolumeReclaimPolicy	photonPersistentDisk core.v1.PhotonPersistentDiskVolumeSource	portworxVolume core.v1.PortworxVolumeSource	quobyte core.v1.QuobyteVolumeSource	rbd core.v1.RBDPersistentVolumeSource	scaleIO core.v1.ScaleIOPersistentVolumeSource	storageClassName string	storageos core.v1.StorageOSPersistentVolumeSource	volumeAttributesClassName 29-=string	volumeMode enum:core.v1.PersistentVolumeMode	vsphereVolume core.v1.VsphereVirtualDiskVolumeSource
core.v1.PersistentVolumeStatus	lastPhaseTransitionTime 28-=time	message string	phase enum:core.v1.PersistentVolumePhase	reason string
core.v1.PhotonPersistentDiskVolumeSource	fsType string	pdID !string
core.v1.Pod	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec core.v1.PodSpec	status core.v1.PodStatus
core.v1.PodAffinity	preferredDuringSchedulingIgnoredDuringExecution []core.v1.WeightedPodAffinityTerm	requiredDuringSchedulingIgnoredDuringExecution []core.v1.PodAffinityTerm
core.v1.PodAffinityTerm	labelSelector meta.v1.LabelSelector	matchLabelKeys 29-=[]string	mismatchLabelKeys 29-=[]string	namespaceSelector 21-=meta.v1.LabelSelector	namespaces []string	topologyKey !string
core.v1.PodAntiAffinity	preferredDuringSchedulingIgnoredDuringExecution []core.v1.WeightedPodAffinityTerm	requiredDuringSchedulingIgnoredDuringExecution []core.v1.PodAffinityTerm
core.v1.PodCertificateProjection	certificateChainPath string	credentialBundlePath string	keyPath string	keyType !string	maxExpirationSeconds int32	signerName !string	user 37-=int64	userAnnotations 35-={}string
core.v1.PodCondition	lastProbeTime time	lastTransitionTime time	message string	observedGeneration 33-=int64	reason string	status !string	type !string
core.v1.PodDNSConfig	nameservers []string	options []core.v1.PodDNSConfigOption	searches []string
core.v1.PodDNSConfigOption	name string	value string
core.v1.PodExtendedResourceClaimStatus	requestMappings ![]core.v1.ContainerExtendedResourceRequest	resourceClaimName !string
core.v1.PodIP	ip -30=string 31-=!string
core.v1.PodOS	name !string
core.v1.PodReadinessGate	conditionType !string
core.v1.PodResourceClaim	name !string	resourceClaimName 31-=string	resourceClaimTemplateName 31-=string	source -30=core.v1.ClaimSource
core.v1.PodResourceClaimStatus	name !string	resourceClaimName string
core.v1.PodSchedulingGate	name !string
core.v1.PodSchedulingGroup	podGroupName string
core.v1.PodSecurityContext	appArmorProfile 30-=core.v1.AppArmorProfile	fsGroup int64	fsGroupChangePolicy 18-=enum:core.v1.PodFSGroupChangePolicy	runAsGroup int64	runAsNonRoot boolean	runAsUser int64	seLinuxChangePolicy 32-=string	seLinuxOptions core.v1.SELinuxOptions	seccompProfile 19-=core.v1.SeccompProfile	supplementalGroups []int64	supplementalGroupsPolicy 31-=enum:core.v1.SupplementalGroupsPolicy	sysctls 11-=[]core.v1.Sysctl	windowsOptions 15-=core.v1.WindowsSecurityContextOptions
core.v1.PodSpec	activeDeadlineSeconds int64	affinity core.v1.Affinity	automountServiceAccountToken boolean	containers ![]core.v1.Container	dnsConfig core.v1.PodDNSConfig	dnsPolicy enum:core.v1.DNSPolicy	enableServiceLinks 13-=boolean	ephemeralContainers 16-=[]core.v1.EphemeralContainer	evictionResponders 37-=[]core.v1.EvictionResponder	hostAliases []core.v1.HostAlias	hostIPC boolean	hostNetwork boolean	hostPID boolean	hostUsers 25-=boolean	hostname string	hostnameOverride 34-=string	imagePullSecrets []core.v1.LocalObjectReference	initContainers []core.v1.Container	nodeName string	nodeSelector {}string	os 23-=core.v1.PodOS	overhead 16-={}quantity	preemptionPolicy 15-=enum:core.v1.PreemptionPolicy	priority int32	priorityClassName string	readinessGates 11-=[]core.v1.PodReadinessGate	resourceClaims 26-=[]core.v1.PodResourceClaim	resources 32-=core.v1.ResourceRequirements	restartPolicy enum:core.v1.RestartPolicy	runtimeClassName 12-=string	schedulerName string	schedulingGates 26-=[]core.v1.PodSchedulingGate	schedulingGroup 36-=core.v1.PodSchedulingGroup	securityContext core.v1.PodSecurityContext	serviceAccount string	serviceAccountName string	setHostnameAsFQDN 19-=boolean	shareProcessNamespace boolean	subdomain string	terminationGracePeriodSeconds int64	tolerations []core.v1.Toleration	topologySpreadConstraints 16-=[]core.v1.TopologySpreadConstraint	volumes []core.v1.Volume	workloadRef 35-35=core.v1.WorkloadReference
core.v1.PodStatus	allocatedResources 35-={}quantity	conditions []core.v1.PodCondition	containerStatuses []core.v1.ContainerStatus	ephemeralContainerStatuses 16-=[]core.v1.ContainerStatus	extendedResourceClaimStatus 34-=core.v1.PodExtendedResourceClaimStatus	hostIP string	hostIPs 28-=[]core.v1.HostIP	initContainerStatuses []core.v1.ContainerStatus	message string	nodeAllocatableResourceClaimStatuses 36-=[]core.v1.NodeAllocatableResourceClaimStatus	nominatedNodeName string	observedGeneration 33-=int64	phase enum:core.v1.PodPhase	podIP string	podIPs 16-=[]core.v1.PodIP	qosClass enum:core.v1.PodQOSClass	reason string	resize 27-=string	resourceClaimStatuses 28-=[]core.v1.PodResourceClaimStatus	resources 35-=core.v1.ResourceRequirements	startTime time	volumeHealth 37-=[]core.v1.PodVolumeHealth
core.v1.PodTemplate	apiVersion string	kind string	metadata meta.v1.ObjectMeta	template core.v1.PodTemplateSpec
core.v1.PodTemplateSpec	metadata meta.v1.ObjectMeta	spec core.v1.PodSpec
core.v1.PodVolumeHealth	healthConditions []core.v1.VolumeHealthCondition	lastTransitionTime time	name !string
core.v1.PortStatus	error string	port !int32	protocol !enum:core.v1.Protocol
core.v1.PortworxVolumeSource	fsType string	readOnly boolean	volumeID !string
core.v1.PreferredSchedulingTerm	preference !core.v1.NodeSelectorTerm	weight !int32
core.v1.Probe	exec core.v1.ExecAction	failureThreshold int32	grpc 23-=core.v1.GRPCAction	httpGet core.v1.HTTPGetAction	initialDelaySeconds int32	periodSeconds int32	successThreshold int32	tcpSocket core.v1.TCPSocketAction	terminationGracePeriodSeconds 21-=int64	timeoutSeconds int32
core.v1.ProjectedVolumeSource	defaultMode int32	defaultUser 37-=int64	sources -19=![]core.v1.VolumeProjection 20-=[]core.v1.VolumeProjection
core.v1.QuobyteVolumeSource	group string	readOnly boolean	registry !string	tenant 14-=string	user string	volume !string
core.v1.RBDPersistentVolumeSource	fsType string	image !string	keyring string	monitors ![]string	pool string	readOnly boolean	secretRef core.v1.SecretReference	user string
core.v1.RBDVolumeSource	fsType string	image !string	keyring string	monitors ![]string	pool string	readOnly boolean	secretRef core.v1.LocalObjectReference	user string
core.v1.ReplicationController	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec core.v1.ReplicationControllerSpec	status core.v1.ReplicationControllerStatus
core.v1.ReplicationControllerCondition	lastTransitionTime time	message string	reason string	status !string	type !string
core.v1.ReplicationControllerSpec	minReadySeconds int32	replicas int32	selector {}string	template core.v1.PodTemplateSpec
core.v1.ReplicationControllerStatus	availableReplicas int32	conditions []core.v1.ReplicationControllerCondition	fullyLabeledReplicas int32	observedGeneration int64	readyReplicas int32	replicas !int32
core.v1.ResourceClaim	name !string	request 31-=string
core.v1.ResourceFieldSelector	containerName string	divisor quantity	resource !string
core.v1.ResourceHealth	health string	message 36-=string	resourceID !string
core.v1.ResourceQuota	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec core.v1.ResourceQuotaSpec	status core.v1.ResourceQuotaStatus
core.v1.ResourceQuotaSpec	hard {}quantity	scopeSelector 11-=core.v1.ScopeSelector	scopes []enum:core.v1.ResourceQuotaScope
core.v1.ResourceQuotaStatus	hard {}quantity	used {}quantity
core.v1.ResourceRequirements	claims 26-=[]core.v1.ResourceClaim	limits {}quantity	requests {}quantity
core.v1.ResourceStatus	name !string	resources []core.v1.ResourceHealth
core.v1.SELinuxOptions	level string	role string	type string	user string
core.v1.ScaleIOPersistentVolumeSource	fsType string	gateway !string	protectionDomain string	readOnly boolean	secretRef !core.v1.SecretReference	sslEnabled boolean	storageMode string	storagePool string	system !string	volumeName string
core.v1.ScaleIOVolumeSource	fsType string	gateway !string	protectionDomain string	readOnly boolean	secretRef !core.v1.LocalObjectReference	sslEnabled boolean	storageMode string	storagePool string	system !string	volumeName string
core.v1.ScopeSelector	matchExpressions []core.v1.ScopedResourceSelectorRequirement
core.v1.ScopedResourceSelectorRequirement	operator !enum:core.v1.ScopeSelectorOperator	scopeName !enum:core.v1.ResourceQuotaScope	values []string
core.v1.SeccompProfile	localhostProfile string	type !enum:core.v1.SeccompProfileType
core.v1.Secret	apiVersion string	data {}bytes	immutable 18-=boolean	kind string	metadata meta.v1.ObjectMeta	stringData {}string	type string
core.v1.SecretEnvSource	name string	optional boolean
core.v1.SecretKeySelector	key !string	name string	optional boolean
core.v1.SecretProjection	items []core.v1.KeyToPath	name string	optional boolean
core.v1.SecretReference	name string	namespace string
core.v1.SecretVolumeSource	defaultMode int32	defaultUser 37-=int64	items []core.v1.KeyToPath	optional boolean	secretName string
core.v1.SecurityContext	allowPrivilegeEscalation boolean	appArmorProfile 30-=core.v1.AppArmorProfile	capabilities core.v1.Capabilities	privileged boolean	procMount 12-=enum:core.v1.ProcMountType	readOnlyRootFilesystem boolean	runAsGroup int64	runAsNonRoot boolean	runAsUser int64	seLinuxOptions core.v1.SELinuxOptions	seccompProfile 19-=core.v1.SeccompProfile	windowsOptions 15-=core.v1.WindowsSecurityContextOptions
core.v1.Service	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec core.v1.ServiceSpec	status core.v1.ServiceStatus
core.v1.ServiceAccount	apiVersion string	automountServiceAccountToken boolean	imagePullSecrets []core.v1.LocalObjectReference	kind string	metadata meta.v1.ObjectMeta	secrets []core.v1.ObjectReference
core.v1.ServiceAccountTokenProjection	audience string	expirationSeconds int64	path !string	user 37-=int64
core.v1.ServicePort	appProtocol 18-=string	name string	nodePort int32	port !int32	protocol enum:core.v1.Protocol	targetPort int-or-string
core.v1.ServiceSpec	allocateLoadBalancerNodePorts 20-=boolean	clusterIP string	clusterIPs 20-=[]string	externalIPs []string	externalName string	externalTrafficPolicy enum:core.v1.ServiceExternalTrafficPolicy	healthCheckNodePort int32	internalTrafficPolicy 21-=enum:core.v1.ServiceInternalTrafficPolicy	ipFamilies 20-=[]enum:core.v1.IPFamily	ipFamily 16-19=string	ipFamilyPolicy 20-=enum:core.v1.IPFamilyPolicy	loadBalancerClass 21-=string	loadBalancerIP string	loadBalancerSourceRanges []string	ports []core.v1.ServicePort	publishNotReadyAddresses boolean	selector {}string	sessionAffinity enum:core.v1.ServiceAffinity	sessionAffinityConfig core.v1.SessionAffinityConfig	topologyKeys 17-21=[]string	trafficDistribution 30-=string	type enum:core.v1.ServiceType
core.v1.ServiceStatus	conditions 20-=[]meta.v1.Condition	loadBalancer core.v1.LoadBalancerStatus
core.v1.SessionAffinityConfig	clientIP core.v1.ClientIPConfig
core.v1.SleepAction	seconds !int64
core.v1.StorageOSPersistentVolumeSource	fsType string	readOnly boolean	secretRef core.v1.ObjectReference	volumeName string	volumeNamespace string
core.v1.StorageOSVolumeSource	fsType string	readOnly boolean	secretRef core.v1.LocalObjectReference	volumeName string	volumeNamespace string
core.v1.Sysctl	name !string	value !string
core.v1.TCPSocketAction	host string	port !int-or-string
core.v1.Taint	effect !enum:core.v1.TaintEffect	key !string	timeAdded time	value string
core.v1.Toleration	effect enum:core.v1.TaintEffect	key string	operator enum:core.v1.TolerationOperator	tolerationSeconds int64	value string
core.v1.TopologySelectorLabelRequirement	key !string	values ![]string
core.v1.TopologySelectorTerm	matchLabelExpressions []core.v1.TopologySelectorLabelRequirement
core.v1.TopologySpreadConstraint	labelSelector meta.v1.LabelSelector	matchLabelKeys 25-=[]string	maxSkew !int32	minDomains 24-=int32	nodeAffinityPolicy 25-=enum:core.v1.NodeInclusionPolicy	nodeTaintsPolicy 25-=enum:core.v1.NodeInclusionPolicy	topologyKey !string	whenUnsatisfiable !enum:core.v1.UnsatisfiableConstraintAction
core.v1.TypedLocalObjectReference	apiGroup string	kind !string	name !string
core.v1.TypedObjectReference	apiGroup string	kind !string	name !string	namespace string
core.v1.Volume	awsElasticBlockStore core.v1.AWSElasticBlockStoreVolumeSource	azureDisk core.v1.AzureDiskVolumeSource	azureFile core.v1.AzureFileVolumeSource	cephfs core.v1.CephFSVolumeSource	cinder core.v1.CinderVolumeSource	configMap core.v1.ConfigMapVolumeSource	csi 14-=core.v1.CSIVolumeSource	downwardAPI core.v1.DownwardAPIVolumeSource	emptyDir core.v1.EmptyDirVolumeSource	ephemeral 19-=core.v1.EphemeralVolumeSource	fc core.v1.FCVolumeSource	flexVolume core.v1.FlexVolumeSource	flocker core.v1.FlockerVolumeSource	gcePersistentDisk core.v1.GCEPersistentDiskVolumeSource	gitRepo core.v1.GitRepoVolumeSource	glusterfs core.v1.GlusterfsVolumeSource	hostPath core.v1.HostPathVolumeSource	image 31-=core.v1.ImageVolumeSource	iscsi core.v1.ISCSIVolumeSource	name !string	nfs core.v1.NFSVolumeSource	persistentVolumeClaim core.v1.PersistentVolumeClaimVolumeSource	photonPersistentDisk core.v1.PhotonPersistentDiskVolumeSource	portworxVolume core.v1.PortworxVolumeSource	projected core.v1.ProjectedVolumeSource	quobyte core.v1.QuobyteVolumeSource	rbd core.v1.RBDVolumeSource	scaleIO core.v1.ScaleIOVolumeSource	secret core.v1.SecretVolumeSource	storageos core.v1.StorageOSVolumeSource	vsphereVolume core.v1.VsphereVirtualDiskVolumeSource
core.v1.VolumeDevice	devicePath !string	name !string
core.v1.VolumeHealthCondition	message string	reason !string	status !enum:core.v1.VolumeHealthStatusType
core.v1.VolumeHealthStatus	healthConditions []core.v1.VolumeHealthCondition	lastTransitionTime time
core.v1.VolumeMount	bindMountOptions 37-=[]string	mountPath !string	mountPropagation enum:core.v1.MountPropagationMode	name !string	readOnly boolean	recursiveReadOnly 30-=string	subPath string	subPathExpr 14-=string
core.v1.VolumeMountStatus	mountPath !string	name !string	readOnly boolean	recursiveReadOnly string	volumeStatus 36-=core.v1.VolumeStatus
core.v1.VolumeNodeAffinity	required core.v1.NodeSelector
core.v1.VolumeProjection	clusterTrustBundle 29-=core.v1.ClusterTrustBundleProjection	configMap core.v1.ConfigMapProjection	downwardAPI core.v1.DownwardAPIProjection	podCertificate 34-=core.v1.PodCertificateProjection	secret core.v1.SecretProjection	serviceAccountToken 11-=core.v1.ServiceAccountTokenProjection
core.v1.VolumeResourceRequirements	limits {}quantity	requests {}quantity
core.v1.VolumeStatus	image core.v1.ImageVolumeStatus
core.v1.VsphereVirtualDiskVolumeSource	fsType string	storagePolicyID string	storagePolicyName string	volumePath !string
core.v1.WeightedPodAffinityTerm	podAffinityTerm !core.v1.PodAffinityTerm	weight !int32
core.v1.WindowsSecurityContextOptions	gmsaCredentialSpec string	gmsaCredentialSpecName string	hostProcess 22-=boolean	runAsUserName 16-=string
core.v1.WorkloadReference	name !string	podGroup !string	podGroupReplicaKey string
discovery.v1.Endpoint	addresses ![]string	conditions discovery.v1.EndpointConditions	deprecatedTopology {}string	hints discovery.v1.EndpointHints	hostname string	nodeName string	targetRef core.v1.ObjectReference	zone string
discovery.v1.EndpointConditions	ready boolean	serving boolean	terminating boolean
discovery.v1.EndpointHints	forNodes 33-=[]discovery.v1.ForNode	forZones []discovery.v1.ForZone
discovery.v1.EndpointPort	appProtocol string	name string	port int32	protocol enum:core.v1.Protocol
discovery.v1.EndpointSlice	addressType !string	apiVersion string	endpoints -35=![]discovery.v1.Endpoint 36-=[]discovery.v1.Endpoint	kind string	metadata meta.v1.ObjectMeta	ports []discovery.v1.EndpointPort
discovery.v1.ForNode	name !string
discovery.v1.ForZone	name !string
discovery.v1alpha1.Endpoint	addresses ![]string	conditions discovery.v1alpha1.EndpointConditions	hostname string	targetRef core.v1.ObjectReference	topology {}string
discovery.v1alpha1.EndpointConditions	ready boolean
discovery.v1alpha1.EndpointPort	name string	port int32	protocol string
discovery.v1alpha1.EndpointSlice	addressType string	apiVersion string	endpoints ![]discovery.v1alpha1.Endpoint	kind string	metadata meta.v1.ObjectMeta	ports []discovery.v1alpha1.EndpointPort
discovery.v1beta1.Endpoint	addresses ![]string	conditions discovery.v1beta1.EndpointConditions	hints 21-=discovery.v1beta1.EndpointHints	hostname string	nodeName 20-=string	targetRef core.v1.ObjectReference	topology {}string
discovery.v1beta1.EndpointConditions	ready boolean	serving 20-=boolean	terminating 20-=boolean
discovery.v1beta1.EndpointHints	forZones []discovery.v1beta1.ForZone
discovery.v1beta1.EndpointPort	appProtocol string	name string	port int32	protocol enum:core.v1.Protocol
discovery.v1beta1.EndpointSlice	addressType !string	apiVersion string	endpoints ![]discovery.v1beta1.Endpoint	kind string	metadata meta.v1.ObjectMeta	ports []discovery.v1beta1.EndpointPort
discovery.v1beta1.ForZone	name !string
events.v1.Event	action string	apiVersion string	deprecatedCount int32	deprecatedFirstTimestamp time	deprecatedLastTimestamp time	deprecatedSource core.v1.EventSource	eventTime !time	kind string	metadata -19=meta.v1.ObjectMeta 20-20=!meta.v1.ObjectMeta 21-=meta.v1.ObjectMeta	note string	reason string	regarding core.v1.ObjectReference	related core.v1.ObjectReference	reportingController string	reportingInstance string	series events.v1.EventSeries	type string
events.v1.EventSeries	count !int32	lastObservedTime !time
events.v1beta1.Event	action string	apiVersion string	deprecatedCount int32	deprecatedFirstTimestamp time	deprecatedLastTimestamp time	deprecatedSource core.v1.EventSource	eventTime !time	kind string	metadata -19=meta.v1.ObjectMeta 20-20=!meta.v1.ObjectMeta 21-=meta.v1.ObjectMeta	note string	reason string	regarding core.v1.ObjectReference	related core.v1.ObjectReference	reportingController string	reportingInstance string	series events.v1beta1.EventSeries	type string
events.v1beta1.EventSeries	count !int32	lastObservedTime !time	state -18=!string
extensions.v1beta1.AllowedCSIDriver	name !string
extensions.v1beta1.AllowedFlexVolume	driver !string
extensions.v1beta1.AllowedHostPath	pathPrefix string	readOnly 11-=boolean
extensions.v1beta1.DaemonSet	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec extensions.v1beta1.DaemonSetSpec	status extensions.v1beta1.DaemonSetStatus
extensions.v1beta1.DaemonSetCondition	lastTransitionTime time	message string	reason string	status !string	type !string
extensions.v1beta1.DaemonSetSpec	minReadySeconds int32	revisionHistoryLimit int32	selector meta.v1.LabelSelector	template !core.v1.PodTemplateSpec	templateGeneration int64	updateStrategy extensions.v1beta1.DaemonSetUpdateStrategy
extensions.v1beta1.DaemonSetStatus	collisionCount int32	conditions []extensions.v1beta1.DaemonSetCondition	currentNumberScheduled !int32	desiredNumberScheduled !int32	numberAvailable int32	numberMisscheduled !int32	numberReady !int32	numberUnavailable int32	observedGeneration int64	updatedNumberScheduled int32
extensions.v1beta1.DaemonSetUpdateStrategy	rollingUpdate extensions.v1beta1.RollingUpdateDaemonSet	type string
extensions.v1beta1.Deployment	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec extensions.v1beta1.DeploymentSpec	status extensions.v1beta1.DeploymentStatus
extensions.v1beta1.DeploymentCondition	lastTransitionTime time	lastUpdateTime time	message string	reason string	status !string	type !string
extensions.v1beta1.DeploymentSpec	minReadySeconds int32	paused boolean	progressDeadlineSeconds int32	replicas int32	revisionHistoryLimit int32	rollbackTo extensions.v1beta1.RollbackConfig	selector meta.v1.LabelSelector	strategy extensions.v1beta1.DeploymentStrategy	template !core.v1.PodTemplateSpec
extensions.v1beta1.DeploymentStatus	availableReplicas int32	collisionCount int32	conditions []extensions.v1beta1.DeploymentCondition	observedGeneration int64	readyReplicas int32	replicas int32	unavailableReplicas int32	updatedReplicas int32
extensions.v1beta1.DeploymentStrategy	rollingUpdate extensions.v1beta1.RollingUpdateDeployment	type string
extensions.v1beta1.FSGroupStrategyOptions	ranges []extensions.v1beta1.IDRange	rule string
extensions.v1beta1.HTTPIngressPath	backend !extensions.v1beta1.IngressBackend	path string	pathType 18-=string
extensions.v1beta1.HTTPIngressRuleValue	paths ![]extensions.v1beta1.HTTPIngressPath
extensions.v1beta1.HostPortRange	max !int32	min !int32
extensions.v1beta1.IDRange	max !int64	min !int64
extensions.v1beta1.IPBlock	cidr !string	except []string
extensions.v1beta1.Ingress	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec extensions.v1beta1.IngressSpec	status extensions.v1beta1.IngressStatus
extensions.v1beta1.IngressBackend	resource 18-=core.v1.TypedLocalObjectReference	serviceName -17=!string 18-=string	servicePort -17=!int-or-string 18-=int-or-string
extensions.v1beta1.IngressRule	host string	http extensions.v1beta1.HTTPIngressRuleValue
extensions.v1beta1.IngressSpec	backend extensions.v1beta1.IngressBackend	ingressClassName 18-=string	rules []extensions.v1beta1.IngressRule	tls []extensions.v1beta1.IngressTLS
extensions.v1beta1.IngressStatus	loadBalancer core.v1.LoadBalancerStatus
extensions.v1beta1.IngressTLS	hosts []string	secretName string
extensions.v1beta1.NetworkPolicy	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec extensions.v1beta1.NetworkPolicySpec
extensions.v1beta1.NetworkPolicyEgressRule	ports []extensions.v1beta1.NetworkPolicyPort	to []extensions.v1beta1.NetworkPolicyPeer
extensions.v1beta1.NetworkPolicyIngressRule	from []extensions.v1beta1.NetworkPolicyPeer	ports []extensions.v1beta1.NetworkPolicyPort
extensions.v1beta1.NetworkPolicyPeer	ipBlock extensions.v1beta1.IPBlock	namespaceSelector meta.v1.LabelSelector	podSelector meta.v1.LabelSelector
extensions.v1beta1.NetworkPolicyPort	port int-or-string	protocol enum:core.v1.Protocol
extensions.v1beta1.NetworkPolicySpec	egress []extensions.v1beta1.NetworkPolicyEgressRule	ingress []extensions.v1beta1.NetworkPolicyIngressRule	podSelector !meta.v1.LabelSelector	policyTypes []string
extensions.v1beta1.PodSecurityPolicy	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec extensions.v1beta1.PodSecurityPolicySpec
extensions.v1beta1.PodSecurityPolicySpec	allowPrivilegeEscalation boolean	allowedCSIDrivers 14-=[]extensions.v1beta1.AllowedCSIDriver	allowedCapabilities []string	allowedFlexVolumes []extensions.v1beta1.AllowedFlexVolume	allowedHostPaths []extensions.v1beta1.AllowedHostPath	allowedProcMountTypes 12-=[]string	allowedUnsafeSysctls 11-=[]string	defaultAddCapabilities []string	defaultAllowPrivilegeEscalation boolean	forbiddenSysctls 11-=[]string	fsGroup !extensions.v1beta1.FSGroupStrategyOptions	hostIPC boolean	hostNetwork boolean	hostPID boolean	hostPorts []extensions.v1beta1.HostPortRange	privileged boolean	readOnlyRootFilesystem boolean	requiredDropCapabilities []string	runAsGroup 13-=extensions.v1beta1.RunAsGroupStrategyOptions	runAsUser !extensions.v1beta1.RunAsUserStrategyOptions	runtimeClass 15-=extensions.v1beta1.RuntimeClassStrategyOptions	seLinux !extensions.v1beta1.SELinuxStrategyOptions	supplementalGroups !extensions.v1beta1.SupplementalGroupsStrategyOptions	volumes []string
extensions.v1beta1.ReplicaSet	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec extensions.v1beta1.ReplicaSetSpec	status extensions.v1beta1.ReplicaSetStatus
extensions.v1beta1.ReplicaSetCondition	lastTransitionTime time	message string	reason string	status !string	type !string
extensions.v1beta1.ReplicaSetSpec	minReadySeconds int32	replicas int32	selector meta.v1.LabelSelector	template core.v1.PodTemplateSpec
extensions.v1beta1.ReplicaSetStatus	availableReplicas int32	conditions []extensions.v1beta1.ReplicaSetCondition	fullyLabeledReplicas int32	observedGeneration int64	readyReplicas int32	replicas !int32
extensions.v1beta1.RollbackConfig	revision int64
extensions.v1beta1.RollingUpdateDaemonSet	maxUnavailable int-or-string
extensions.v1beta1.RollingUpdateDeployment	maxSurge int-or-string	maxUnavailable int-or-string
extensions.v1beta1.RunAsGroupStrategyOptions	ranges []extensions.v1beta1.IDRange	rule !string
extensions.v1beta1.RunAsUserStrategyOptions	ranges []extensions.v1beta1.IDRange	rule !string
extensions.v1beta1.RuntimeClassStrategyOptions	allowedRuntimeClassNames ![]string	defaultRuntimeClassName string
extensions.v1beta1.SELinuxStrategyOptions	rule !string	seLinuxOptions core.v1.SELinuxOptions
extensions.v1beta1.SupplementalGroupsStrategyOptions	ranges []extensions.v1beta1.IDRange	rule string
flowcontrol.v1.ExemptPriorityLevelConfiguration	lendablePercent int32	nominalConcurrencyShares int32
flowcontrol.v1.FlowDistinguisherMethod	type !string
flowcontrol.v1.FlowSchema	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec -36=flowcontrol.v1.FlowSchemaSpec 37-=!flowcontrol.v1.FlowSchemaSpec	status flowcontrol.v1.FlowSchemaStatus
flowcontrol.v1.FlowSchemaCondition	lastTransitionTime time	message string	reason string	status string	type -36=string 37-=!string
flowcontrol.v1.FlowSchemaSpec	distinguisherMethod flowcontrol.v1.FlowDistinguisherMethod	matchingPrecedence int32	priorityLevelConfiguration !flowcontrol.v1.PriorityLevelConfigurationReference	rules []flowcontrol.v1.PolicyRulesWithSubjects
flowcontrol.v1.FlowSchemaStatus	conditions []flowcontrol.v1.FlowSchemaCondition
flowcontrol.v1.GroupSubject	name !string
flowcontrol.v1.LimitResponse	queuing flowcontrol.v1.QueuingConfiguration	type !string
flowcontrol.v1.LimitedPriorityLevelConfiguration	borrowingLimitPercent int32	lendablePercent int32	limitResponse -36=flowcontrol.v1.LimitResponse 37-=!flowcontrol.v1.LimitResponse	nominalConcurrencyShares int32
flowcontrol.v1.NonResourcePolicyRule	nonResourceURLs ![]string	verbs ![]string
flowcontrol.v1.PolicyRulesWithSubjects	nonResourceRules []flowcontrol.v1.NonResourcePolicyRule	resourceRules []flowcontrol.v1.ResourcePolicyRule	subjects ![]flowcontrol.v1.Subject
flowcontrol.v1.PriorityLevelConfiguration	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec -36=flowcontrol.v1.PriorityLevelConfigurationSpec 37-=!flowcontrol.v1.PriorityLevelConfigurationSpec	status flowcontrol.v1.PriorityLevelConfigurationStatus
flowcontrol.v1.PriorityLevelConfigurationCondition	lastTransitionTime time	message string	reason string	status string	type -36=string 37-=!string
flowcontrol.v1.PriorityLevelConfigurationReference	name !string
flowcontrol.v1.PriorityLevelConfigurationSpec	exempt flowcontrol.v1.ExemptPriorityLevelConfiguration	limited flowcontrol.v1.LimitedPriorityLevelConfiguration	type !string
flowcontrol.v1.PriorityLevelConfigurationStatus	conditions []flowcontrol.v1.PriorityLevelConfigurationCondition
flowcontrol.v1.QueuingConfiguration	handSize int32	queueLengthLimit int32	queues int32
flowcontrol.v1.ResourcePolicyRule	apiGroups ![]string	clusterScope boolean	namespaces []string	resources ![]string	verbs ![]string
flowcontrol.v1.ServiceAccountSubject	name !string	namespace !string
flowcontrol.v1.Subject	group flowcontrol.v1.GroupSubject	kind !string	serviceAccount flowcontrol.v1.ServiceAccountSubject	user flowcontrol.v1.UserSubject
flowcontrol.v1.UserSubject	name !string
flowcontrol.v1alpha1.FlowDistinguisherMethod	type !string
flowcontrol.v1alpha1.FlowSchema	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec flowcontrol.v1alpha1.FlowSchemaSpec	status flowcontrol.v1alpha1.FlowSchemaStatus
flowcontrol.v1alpha1.FlowSchemaCondition	lastTransitionTime time	message string	reason string	status string	type string
flowcontrol.v1alpha1.FlowSchemaSpec	distinguisherMethod flowcontrol.v1alpha1.FlowDistinguisherMethod	matchingPrecedence int32	priorityLevelConfiguration !flowcontrol.v1alpha1.PriorityLevelConfigurationReference	rules []flowcontrol.v1alpha1.PolicyRulesWithSubjects
flowcontrol.v1alpha1.FlowSchemaStatus	conditions []flowcontrol.v1alpha1.FlowSchemaCondition
flowcontrol.v1alpha1.GroupSubject	name !string
flowcontrol.v1alpha1.LimitResponse	queuing flowcontrol.v1alpha1.QueuingConfiguration	type !string
flowcontrol.v1alpha1.LimitedPriorityLevelConfiguration	assuredConcurrencyShares int32	limitResponse flowcontrol.v1alpha1.LimitResponse
flowcontrol.v1alpha1.NonResourcePolicyRule	nonResourceURLs ![]string	verbs ![]string
flowcontrol.v1alpha1.PolicyRulesWithSubjects	nonResourceRules []flowcontrol.v1alpha1.NonResourcePolicyRule	resourceRules []flowcontrol.v1alpha1.ResourcePolicyRule	subjects ![]flowcontrol.v1alpha1.Subject
flowcontrol.v1alpha1.PriorityLevelConfiguration	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec flowcontrol.v1alpha1.PriorityLevelConfigurationSpec	status flowcontrol.v1alpha1.PriorityLevelConfigurationStatus
flowcontrol.v1alpha1.PriorityLevelConfigurationCondition	lastTransitionTime time	message string	reason string	status string	type string
flowcontrol.v1alpha1.PriorityLevelConfigurationReference	name !string
flowcontrol.v1alpha1.PriorityLevelConfigurationSpec	limited flowcontrol.v1alpha1.LimitedPriorityLevelConfiguration	type !string
flowcontrol.v1alpha1.PriorityLevelConfigurationStatus	conditions []flowcontrol.v1alpha1.PriorityLevelConfigurationCondition
flowcontrol.v1alpha1.QueuingConfiguration	handSize int32	queueLengthLimit int32	queues int32
flowcontrol.v1alpha1.ResourcePolicyRule	apiGroups ![]string	clusterScope boolean	namespaces []string	resources ![]string	verbs ![]string
flowcontrol.v1alpha1.ServiceAccountSubject	name !string	namespace !string
flowcontrol.v1alpha1.Subject	group flowcontrol.v1alpha1.GroupSubject	kind !string	serviceAccount flowcontrol.v1alpha1.ServiceAccountSubject	user flowcontrol.v1alpha1.UserSubject
flowcontrol.v1alpha1.UserSubject	name !string
flowcontrol.v1beta1.FlowDistinguisherMethod	type !string
flowcontrol.v1beta1.FlowSchema	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec flowcontrol.v1beta1.FlowSchemaSpec	status flowcontrol.v1beta1.FlowSchemaStatus
flowcontrol.v1beta1.FlowSchemaCondition	lastTransitionTime time	message string	reason string	status string	type string
flowcontrol.v1beta1.FlowSchemaSpec	distinguisherMethod flowcontrol.v1beta1.FlowDistinguisherMethod	matchingPrecedence int32	priorityLevelConfiguration !flowcontrol.v1beta1.PriorityLevelConfigurationReference	rules []flowcontrol.v1beta1.PolicyRulesWithSubjects
flowcontrol.v1beta1.FlowSchemaStatus	conditions []flowcontrol.v1beta1.FlowSchemaCondition
flowcontrol.v1beta1.GroupSubject	name !string
flowcontrol.v1beta1.LimitResponse	queuing flowcontrol.v1beta1.QueuingConfiguration	type !string
flowcontrol.v1beta1.LimitedPriorityLevelConfiguration	assuredConcurrencyShares int32	limitResponse flowcontrol.v1beta1.LimitResponse
flowcontrol.v1beta1.NonResourcePolicyRule	nonResourceURLs ![]string	verbs ![]string
flowcontrol.v1beta1.PolicyRulesWithSubjects	nonResourceRules []flowcontrol.v1beta1.NonResourcePolicyRule	resourceRules []flowcontrol.v1beta1.ResourcePolicyRule	subjects ![]flowcontrol.v1beta1.Subject
flowcontrol.v1beta1.PriorityLevelConfiguration	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec flowcontrol.v1beta1.PriorityLevelConfigurationSpec	status flowcontrol.v1beta1.PriorityLevelConfigurationStatus
flowcontrol.v1beta1.PriorityLevelConfigurationCondition	lastTransitionTime time	message string	reason string	status string	type string
flowcontrol.v1beta1.PriorityLevelConfigurationReference	name !string
flowcontrol.v1beta1.PriorityLevelConfigurationSpec	limited flowcontrol.v1beta1.LimitedPriorityLevelConfiguration	type !string
flowcontrol.v1beta1.PriorityLevelConfigurationStatus	conditions []flowcontrol.v1beta1.PriorityLevelConfigurationCondition
flowcontrol.v1beta1.QueuingConfiguration	handSize int32	queueLengthLimit int32	queues int32
flowcontrol.v1beta1.ResourcePolicyRule	apiGroups ![]string	clusterScope boolean	namespaces []string	resources ![]string	verbs ![]string
flowcontrol.v1beta1.ServiceAccountSubject	name !string	namespace !string
flowcontrol.v1beta1.Subject	group flowcontrol.v1beta1.GroupSubject	kind !string	serviceAccount flowcontrol.v1beta1.ServiceAccountSubject	user flowcontrol.v1beta1.UserSubject
flowcontrol.v1beta1.UserSubject	name !string
flowcontrol.v1beta2.ExemptPriorityLevelConfiguration	lendablePercent int32	nominalConcurrencyShares int32
flowcontrol.v1beta2.FlowDistinguisherMethod	type !string
flowcontrol.v1beta2.FlowSchema	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec flowcontrol.v1beta2.FlowSchemaSpec	status flowcontrol.v1beta2.FlowSchemaStatus
flowcontrol.v1beta2.FlowSchemaCondition	lastTransitionTime time	message string	reason string	status string	type string
flowcontrol.v1beta2.FlowSchemaSpec	distinguisherMethod flowcontrol.v1beta2.FlowDistinguisherMethod	matchingPrecedence int32	priorityLevelConfiguration !flowcontrol.v1beta2.PriorityLevelConfigurationReference	rules []flowcontrol.v1beta2.PolicyRulesWithSubjects
flowcontrol.v1beta2.FlowSchemaStatus	conditions []flowcontrol.v1beta2.FlowSchemaCondition
flowcontrol.v1beta2.GroupSubject	name !string
flowcontrol.v1beta2.LimitResponse	queuing flowcontrol.v1beta2.QueuingConfiguration	type !string
flowcontrol.v1beta2.LimitedPriorityLevelConfiguration	assuredConcurrencyShares int32	borrowingLimitPercent 26-=int32	lendablePercent 26-=int32	limitResponse flowcontrol.v1beta2.LimitResponse
flowcontrol.v1beta2.NonResourcePolicyRule	nonResourceURLs ![]string	verbs ![]string
flowcontrol.v1beta2.PolicyRulesWithSubjects	nonResourceRules []flowcontrol.v1beta2.NonResourcePolicyRule	resourceRules []flowcontrol.v1beta2.ResourcePolicyRule	subjects ![]flowcontrol.v1beta2.Subject
flowcontrol.v1beta2.PriorityLevelConfiguration	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec flowcontrol.v1beta2.PriorityLevelConfigurationSpec	status flowcontrol.v1beta2.PriorityLevelConfigurationStatus
flowcontrol.v1beta2.PriorityLevelConfigurationCondition	lastTransitionTime time	message string	reason string	status string	type string
flowcontrol.v1beta2.PriorityLevelConfigurationReference	name !string
flowcontrol.v1beta2.PriorityLevelConfigurationSpec	exempt 28-=flowcontrol.v1beta2.ExemptPriorityLevelConfiguration	limited flowcontrol.v1beta2.LimitedPriorityLevelConfiguration	type !string
flowcontrol.v1beta2.PriorityLevelConfigurationStatus	conditions []flowcontrol.v1beta2.PriorityLevelConfigurationCondition
flowcontrol.v1beta2.QueuingConfiguration	handSize int32	queueLengthLimit int32	queues int32
flowcontrol.v1beta2.ResourcePolicyRule	apiGroups ![]string	clusterScope boolean	namespaces []string	resources ![]string	verbs ![]string
flowcontrol.v1beta2.ServiceAccountSubject	name !string	namespace !string
flowcontrol.v1beta2.Subject	group flowcontrol.v1beta2.GroupSubject	kind !string	serviceAccount flowcontrol.v1beta2.ServiceAccountSubject	user flowcontrol.v1beta2.UserSubject
flowcontrol.v1beta2.UserSubject	name !string
flowcontrol.v1beta3.ExemptPriorityLevelConfiguration	lendablePercent int32	nominalConcurrencyShares int32
flowcontrol.v1beta3.FlowDistinguisherMethod	type !string
flowcontrol.v1beta3.FlowSchema	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec flowcontrol.v1beta3.FlowSchemaSpec	status flowcontrol.v1beta3.FlowSchemaStatus
flowcontrol.v1beta3.FlowSchemaCondition	lastTransitionTime time	message string	reason string	status string	type string
flowcontrol.v1beta3.FlowSchemaSpec	distinguisherMethod flowcontrol.v1beta3.FlowDistinguisherMethod	matchingPrecedence int32	priorityLevelConfiguration !flowcontrol.v1beta3.PriorityLevelConfigurationReference	rules []flowcontrol.v1beta3.PolicyRulesWithSubjects
flowcontrol.v1beta3.FlowSchemaStatus	conditions []flowcontrol.v1beta3.FlowSchemaCondition
flowcontrol.v1beta3.GroupSubject	name !string
flowcontrol.v1beta3.LimitResponse	queuing flowcontrol.v1beta3.QueuingConfiguration	type !string
flowcontrol.v1beta3.LimitedPriorityLevelConfiguration	borrowingLimitPercent int32	lendablePercent int32	limitResponse flowcontrol.v1beta3.LimitResponse	nominalConcurrencyShares int32
flowcontrol.v1beta3.NonResourcePolicyRule	nonResourceURLs ![]string	verbs ![]string
flowcontrol.v1beta3.PolicyRulesWithSubjects	nonResourceRules []flowcontrol.v1beta3.NonResourcePolicyRule	resourceRules []flowcontrol.v1beta3.ResourcePolicyRule	subjects ![]flowcontrol.v1beta3.Subject
flowcontrol.v1beta3.PriorityLevelConfiguration	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec flowcontrol.v1beta3.PriorityLevelConfigurationSpec	status flowcontrol.v1beta3.PriorityLevelConfigurationStatus
flowcontrol.v1beta3.PriorityLevelConfigurationCondition	lastTransitionTime time	message string	reason string	status string	type string
flowcontrol.v1beta3.PriorityLevelConfigurationReference	name !string
flowcontrol.v1beta3.PriorityLevelConfigurationSpec	exempt 28-=flowcontrol.v1beta3.ExemptPriorityLevelConfiguration	limited flowcontrol.v1beta3.LimitedPriorityLevelConfiguration	type !string
flowcontrol.v1beta3.PriorityLevelConfigurationStatus	conditions []flowcontrol.v1beta3.PriorityLevelConfigurationCondition
flowcontrol.v1beta3.QueuingConfiguration	handSize int32	queueLengthLimit int32	queues int32
flowcontrol.v1beta3.ResourcePolicyRule	apiGroups ![]string	clusterScope boolean	namespaces []string	resources ![]string	verbs ![]string
flowcontrol.v1beta3.ServiceAccountSubject	name !string	namespace !string
flowcontrol.v1beta3.Subject	group flowcontrol.v1beta3.GroupSubject	kind !string	serviceAccount flowcontrol.v1beta3.ServiceAccountSubject	user flowcontrol.v1beta3.UserSubject
flowcontrol.v1beta3.UserSubject	name !string
lifecycle.v1alpha1.Eviction	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec !lifecycle.v1alpha1.EvictionSpec	status lifecycle.v1alpha1.EvictionStatus
lifecycle.v1alpha1.EvictionPodReference	name !string	uid !string
lifecycle.v1alpha1.EvictionRequest	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec !lifecycle.v1alpha1.EvictionRequestSpec	status lifecycle.v1alpha1.EvictionRequestStatus
lifecycle.v1alpha1.EvictionRequestPodReference	name !string	uid !string
lifecycle.v1alpha1.EvictionRequestSpec	intent !enum:lifecycle.v1alpha1.EvictionRequestIntent	requester !string	target !lifecycle.v1alpha1.EvictionRequestTarget
lifecycle.v1alpha1.EvictionRequestStatus	conditions []meta.v1.Condition	observedGeneration int64
lifecycle.v1alpha1.EvictionRequestTarget	pod lifecycle.v1alpha1.EvictionRequestPodReference
lifecycle.v1alpha1.EvictionSpec	target !lifecycle.v1alpha1.EvictionTarget
lifecycle.v1alpha1.EvictionStatus	conditions []meta.v1.Condition	observedGeneration int64	requesters []lifecycle.v1alpha1.Requester	responders []lifecycle.v1alpha1.ResponderStatus	targetResponders []lifecycle.v1alpha1.TargetResponder
lifecycle.v1alpha1.EvictionTarget	pod lifecycle.v1alpha1.EvictionPodReference
lifecycle.v1alpha1.Requester	intent !enum:lifecycle.v1alpha1.RequesterIntent	name !string
lifecycle.v1alpha1.ResponderStatus	completionTime time	expectedCompletionTime time	heartbeatTime time	message string	name !string	startTime time
lifecycle.v1alpha1.TargetResponder	name !string	priority !int32	state !enum:lifecycle.v1alpha1.ResponderStateType
meta.v1.APIGroup	apiVersion string	kind string	name !string	preferredVersion meta.v1.GroupVersionForDiscovery	serverAddressByClientCIDRs -10=![]meta.v1.ServerAddressByClientCIDR 11-=[]meta.v1.ServerAddressByClientCIDR	versions ![]meta.v1.GroupVersionForDiscovery
meta.v1.APIVersions	apiVersion string	kind string	serverAddressByClientCIDRs ![]meta.v1.ServerAddressByClientCIDR	versions ![]string
meta.v1.Condition	lastTransitionTime !time	message !string	observedGeneration int64	reason !string	status !string	type !string
meta.v1.DeleteOptions	apiVersion string	dryRun 12-=[]string	gracePeriodSeconds int64	ignoreStoreReadErrorWithClusterBreakingPotential 32-=boolean	kind string	orphanDependents boolean	preconditions meta.v1.Preconditions	propagationPolicy string
meta.v1.FieldSelectorRequirement	key !string	operator !string	values []string
meta.v1.GroupResource	group !string	resource !string
meta.v1.GroupVersionForDiscovery	groupVersion !string	version !string
meta.v1.Initializer	name !string
meta.v1.Initializers	pending ![]meta.v1.Initializer	result meta.v1.Status
meta.v1.LabelSelector	matchExpressions []meta.v1.LabelSelectorRequirement	matchLabels {}string
meta.v1.LabelSelectorRequirement	key !string	operator !string	values []string
meta.v1.ListMeta	continue string	remainingItemCount 15-=int64	resourceVersion string	selfLink string	shardInfo 36-=meta.v1.ShardInfo
meta.v1.ManagedFieldsEntry	apiVersion string	fields -15=object	fieldsType 16-=string	fieldsV1 16-=object	manager string	operation string	subresource 22-=string	time time
meta.v1.ObjectMeta	annotations {}string	clusterName -24=string	creationTimestamp time	deletionGracePeriodSeconds int64	deletionTimestamp time	finalizers []string	generateName string	generation int64	initializers -15=meta.v1.Initializers	labels {}string	managedFields 14-=[]meta.v1.ManagedFieldsEntry	name string	namespace string	ownerReferences []meta.v1.OwnerReference	resourceVersion string	selfLink string	uid string
meta.v1.OwnerReference	apiVersion !string	blockOwnerDeletion boolean	controller boolean	kind !string	name !string	uid !string
meta.v1.Preconditions	resourceVersion 14-=string	uid string
meta.v1.ServerAddressByClientCIDR	clientCIDR !string	serverAddress !string
meta.v1.ShardInfo	selector !string
meta.v1.Status	apiVersion string	code int32	details meta.v1.StatusDetails	kind string	message string	metadata meta.v1.ListMeta	reason string	status string
meta.v1.StatusCause	field string	message string	reason string
meta.v1.StatusDetails	causes []meta.v1.StatusCause	group string	kind string	name string	retryAfterSeconds int32	uid string
networking.v1.HTTPIngressPath	backend !networking.v1.IngressBackend	path string	pathType -21=string 22-=!string
networking.v1.HTTPIngressRuleValue	paths ![]networking.v1.HTTPIngressPath
networking.v1.IPAddress	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec -35=networking.v1.IPAddressSpec 36-=!networking.v1.IPAddressSpec
networking.v1.IPAddressSpec	parentRef !networking.v1.ParentReference
networking.v1.IPBlock	cidr !string	except []string
networking.v1.Ingress	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec networking.v1.IngressSpec	status networking.v1.IngressStatus
networking.v1.IngressBackend	resource core.v1.TypedLocalObjectReference	service networking.v1.IngressServiceBackend
networking.v1.IngressClass	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec networking.v1.IngressClassSpec
networking.v1.IngressClassParametersReference	apiGroup string	kind !string	name !string	namespace string	scope string
networking.v1.IngressClassSpec	controller string	parameters -20=core.v1.TypedLocalObjectReference 21-=networking.v1.IngressClassParametersReference
networking.v1.IngressLoadBalancerIngress	hostname string	ip string	ports []networking.v1.IngressPortStatus
networking.v1.IngressLoadBalancerStatus	ingress []networking.v1.IngressLoadBalancerIngress
networking.v1.IngressPortStatus	error string	port !int32	protocol !enum:core.v1.Protocol
networking.v1.IngressRule	host string	http networking.v1.HTTPIngressRuleValue
networking.v1.IngressServiceBackend	name !string	port networking.v1.ServiceBackendPort
networking.v1.IngressSpec	defaultBackend networking.v1.IngressBackend	ingressClassName string	rules []networking.v1.IngressRule	tls []networking.v1.IngressTLS
networking.v1.IngressStatus	loadBalancer -25=core.v1.LoadBalancerStatus 26-=networking.v1.IngressLoadBalancerStatus
networking.v1.IngressTLS	hosts []string	secretName string
networking.v1.NetworkPolicy	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec networking.v1.NetworkPolicySpec	status 24-27=networking.v1.NetworkPolicyStatus
networking.v1.NetworkPolicyEgressRule	ports []networking.v1.NetworkPolicyPort	to []networking.v1.NetworkPolicyPeer
networking.v1.NetworkPolicyIngressRule	from []networking.v1.NetworkPolicyPeer	ports []networking.v1.NetworkPolicyPort
networking.v1.NetworkPolicyPeer	ipBlock networking.v1.IPBlock	namespaceSelector meta.v1.LabelSelector	podSelector meta.v1.LabelSelector
networking.v1.NetworkPolicyPort	endPort 21-=int32	port int-or-string	protocol enum:core.v1.Protocol
networking.v1.NetworkPolicySpec	egress []networking.v1.NetworkPolicyEgressRule	ingress []networking.v1.NetworkPolicyIngressRule	podSelector -33=!meta.v1.LabelSelector 34-=meta.v1.LabelSelector	policyTypes []enum:networking.v1.PolicyType
networking.v1.NetworkPolicyStatus	conditions []meta.v1.Condition
networking.v1.ParentReference	group string	name !string	namespace string	resource !string
networking.v1.ServiceBackendPort	name string	number int32
networking.v1.ServiceCIDR	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec networking.v1.ServiceCIDRSpec	status networking.v1.ServiceCIDRStatus
networking.v1.ServiceCIDRSpec	cidrs []string
networking.v1.ServiceCIDRStatus	conditions []meta.v1.Condition
networking.v1alpha1.ClusterCIDR	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec networking.v1alpha1.ClusterCIDRSpec
networking.v1alpha1.ClusterCIDRSpec	ipv4 string	ipv6 string	nodeSelector core.v1.NodeSelector	perNodeHostBits !int32
networking.v1alpha1.IPAddress	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec networking.v1alpha1.IPAddressSpec
networking.v1alpha1.IPAddressSpec	parentRef -29=networking.v1alpha1.ParentReference 30-=!networking.v1alpha1.ParentReference
networking.v1alpha1.ParentReference	group string	name -29=string 30-=!string	namespace string	resource -29=string 30-=!string	uid -28=string
networking.v1alpha1.ServiceCIDR	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec networking.v1alpha1.ServiceCIDRSpec	status networking.v1alpha1.ServiceCIDRStatus
networking.v1alpha1.ServiceCIDRSpec	cidrs []string
networking.v1alpha1.ServiceCIDRStatus	conditions []meta.v1.Condition
networking.v1beta1.HTTPIngressPath	backend !networking.v1beta1.IngressBackend	path string	pathType 18-=string
networking.v1beta1.HTTPIngressRuleValue	paths ![]networking.v1beta1.HTTPIngressPath
networking.v1beta1.IPAddress	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec -35=networking.v1beta1.IPAddressSpec 36-=!networking.v1beta1.IPAddressSpec
networking.v1beta1.IPAddressSpec	parentRef !networking.v1beta1.ParentReference
networking.v1beta1.Ingress	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec networking.v1beta1.IngressSpec	status networking.v1beta1.IngressStatus
networking.v1beta1.IngressBackend	resource 18-=core.v1.TypedLocalObjectReference	serviceName -17=!string 18-=string	servicePort -17=!int-or-string 18-=int-or-string
networking.v1beta1.IngressClass	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec networking.v1beta1.IngressClassSpec
networking.v1beta1.IngressClassParametersReference	apiGroup string	kind !string	name !string	namespace string	scope string
networking.v1beta1.IngressClassSpec	controller string	parameters -20=core.v1.TypedLocalObjectReference 21-=networking.v1beta1.IngressClassParametersReference
networking.v1beta1.IngressRule	host string	http networking.v1beta1.HTTPIngressRuleValue
networking.v1beta1.IngressSpec	backend networking.v1beta1.IngressBackend	ingressClassName 18-=string	rules []networking.v1beta1.IngressRule	tls []networking.v1beta1.IngressTLS
networking.v1beta1.IngressStatus	loadBalancer core.v1.LoadBalancerStatus
networking.v1beta1.IngressTLS	hosts []string	secretName string
networking.v1beta1.ParentReference	group string	name !string	namespace string	resource !string
networking.v1beta1.ServiceCIDR	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec networking.v1beta1.ServiceCIDRSpec	status networking.v1beta1.ServiceCIDRStatus
networking.v1beta1.ServiceCIDRSpec	cidrs []string
networking.v1beta1.ServiceCIDRStatus	conditions []meta.v1.Condition
node.v1.Overhead	podFixed {}quantity
node.v1.RuntimeClass	apiVersion string	handler !string	kind string	metadata meta.v1.ObjectMeta	overhead node.v1.Overhead	scheduling node.v1.Scheduling
node.v1.Scheduling	nodeSelector {}string	tolerations []core.v1.Toleration
node.v1alpha1.Overhead	podFixed {}quantity
node.v1alpha1.RuntimeClass	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec !node.v1alpha1.RuntimeClassSpec
node.v1alpha1.RuntimeClassSpec	overhead 16-=node.v1alpha1.Overhead	runtimeHandler !string	scheduling 16-=node.v1alpha1.Scheduling
node.v1alpha1.Scheduling	nodeSelector {}string	tolerations []core.v1.Toleration
node.v1beta1.Overhead	podFixed {}quantity
node.v1beta1.RuntimeClass	apiVersion string	handler !string	kind string	metadata meta.v1.ObjectMeta	overhead 16-=node.v1beta1.Overhead	scheduling 16-=node.v1beta1.Scheduling
node.v1beta1.Scheduling	nodeSelector {}string	tolerations []core.v1.Toleration
policy.v1.Eviction	apiVersion string	deleteOptions meta.v1.DeleteOptions	kind string	metadata meta.v1.ObjectMeta
policy.v1.PodDisruptionBudget	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec policy.v1.PodDisruptionBudgetSpec	status policy.v1.PodDisruptionBudgetStatus
policy.v1.PodDisruptionBudgetSpec	maxUnavailable int-or-string	minAvailable int-or-string	selector meta.v1.LabelSelector	unhealthyPodEvictionPolicy 26-=enum:policy.v1.UnhealthyPodEvictionPolicyType
policy.v1.PodDisruptionBudgetStatus	conditions []meta.v1.Condition	currentHealthy -35=!int32 36-=int32	desiredHealthy -35=!int32 36-=int32	disruptedPods {}time	disruptionsAllowed -35=!int32 36-=int32	expectedPods -35=!int32 36-=int32	observedGeneration int64
policy.v1beta1.AllowedCSIDriver	name !string
policy.v1beta1.AllowedFlexVolume	driver !string
policy.v1beta1.AllowedHostPath	pathPrefix string	readOnly 11-=boolean
policy.v1beta1.Eviction	apiVersion string	deleteOptions meta.v1.DeleteOptions	kind string	metadata meta.v1.ObjectMeta
policy.v1beta1.FSGroupStrategyOptions	ranges []policy.v1beta1.IDRange	rule string
policy.v1beta1.HostPortRange	max !int32	min !int32
policy.v1beta1.IDRange	max !int64	min !int64
policy.v1beta1.PodDisruptionBudget	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec policy.v1beta1.PodDisruptionBudgetSpec	status policy.v1beta1.PodDisruptionBudgetStatus
policy.v1beta1.PodDisruptionBudgetSpec	maxUnavailable int-or-string	minAvailable int-or-string	selector meta.v1.LabelSelector
policy.v1beta1.PodDisruptionBudgetStatus	conditions 21-=[]meta.v1.Condition	currentHealthy !int32	desiredHealthy !int32	disruptedPods -11=!{}time 12-={}time	disruptionsAllowed !int32	expectedPods !int32	observedGeneration int64
policy.v1beta1.PodSecurityPolicy	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec policy.v1beta1.PodSecurityPolicySpec
policy.v1beta1.PodSecurityPolicySpec	allowPrivilegeEscalation boolean	allowedCSIDrivers 14-=[]policy.v1beta1.AllowedCSIDriver	allowedCapabilities []string	allowedFlexVolumes []policy.v1beta1.AllowedFlexVolume	allowedHostPaths []policy.v1beta1.AllowedHostPath	allowedProcMountTypes 12-=[]string	allowedUnsafeSysctls 11-=[]string	defaultAddCapabilities []string	defaultAllowPrivilegeEscalation boolean	forbiddenSysctls 11-=[]string	fsGroup !policy.v1beta1.FSGroupStrategyOptions	hostIPC boolean	hostNetwork boolean	hostPID boolean	hostPorts []policy.v1beta1.HostPortRange	privileged boolean	readOnlyRootFilesystem boolean	requiredDropCapabilities []string	runAsGroup 13-=policy.v1beta1.RunAsGroupStrategyOptions	runAsUser !policy.v1beta1.RunAsUserStrategyOptions	runtimeClass 15-=policy.v1beta1.RuntimeClassStrategyOptions	seLinux !policy.v1beta1.SELinuxStrategyOptions	supplementalGroups !policy.v1beta1.SupplementalGroupsStrategyOptions	volumes []string
policy.v1beta1.RunAsGroupStrategyOptions	ranges []policy.v1beta1.IDRange	rule !string
policy.v1beta1.RunAsUserStrategyOptions	ranges []policy.v1beta1.IDRange	rule !string
policy.v1beta1.RuntimeClassStrategyOptions	allowedRuntimeClassNames ![]string	defaultRuntimeClassName string
policy.v1beta1.SELinuxStrategyOptions	rule !string	seLinuxOptions core.v1.SELinuxOptions
policy.v1beta1.SupplementalGroupsStrategyOptions	ranges []policy.v1beta1.IDRange	rule string
rbac.v1.AggregationRule	clusterRoleSelectors []meta.v1.LabelSelector
rbac.v1.ClusterRole	aggregationRule rbac.v1.AggregationRule	apiVersion string	kind string	metadata meta.v1.ObjectMeta	rules -13=![]rbac.v1.PolicyRule 14-=[]rbac.v1.PolicyRule
rbac.v1.ClusterRoleBinding	apiVersion string	kind string	metadata meta.v1.ObjectMeta	roleRef !rbac.v1.RoleRef	subjects -10=![]rbac.v1.Subject 11-=[]rbac.v1.Subject
rbac.v1.PolicyRule	apiGroups []string	nonResourceURLs []string	resourceNames []string	resources []string	verbs ![]string
rbac.v1.Role	apiVersion string	kind string	metadata meta.v1.ObjectMeta	rules -13=![]rbac.v1.PolicyRule 14-=[]rbac.v1.PolicyRule
rbac.v1.RoleBinding	apiVersion string	kind string	metadata meta.v1.ObjectMeta	roleRef !rbac.v1.RoleRef	subjects -10=![]rbac.v1.Subject 11-=[]rbac.v1.Subject
rbac.v1.RoleRef	apiGroup -35=!string 36-=string	kind !string	name !string
rbac.v1.Subject	apiGroup string	kind !string	name !string	namespace string
rbac.v1alpha1.AggregationRule	clusterRoleSelectors []meta.v1.LabelSelector
rbac.v1alpha1.ClusterRole	aggregationRule rbac.v1alpha1.AggregationRule	apiVersion string	kind string	metadata meta.v1.ObjectMeta	rules -13=![]rbac.v1alpha1.PolicyRule 14-=[]rbac.v1alpha1.PolicyRule
rbac.v1alpha1.ClusterRoleBinding	apiVersion string	kind string	metadata meta.v1.ObjectMeta	roleRef !rbac.v1alpha1.RoleRef	subjects -10=![]rbac.v1alpha1.Subject 11-=[]rbac.v1alpha1.Subject
rbac.v1alpha1.PolicyRule	apiGroups []string	nonResourceURLs []string	resourceNames []string	resources []string	verbs ![]string
rbac.v1alpha1.Role	apiVersion string	kind string	metadata meta.v1.ObjectMeta	rules -13=![]rbac.v1alpha1.PolicyRule 14-=[]rbac.v1alpha1.PolicyRule
rbac.v1alpha1.RoleBinding	apiVersion string	kind string	metadata meta.v1.ObjectMeta	roleRef !rbac.v1alpha1.RoleRef	subjects -10=![]rbac.v1alpha1.Subject 11-=[]rbac.v1alpha1.Subject
rbac.v1alpha1.RoleRef	apiGroup !string	kind !string	name !string
rbac.v1alpha1.Subject	apiVersion string	kind !string	name !string	namespace string
rbac.v1beta1.AggregationRule	clusterRoleSelectors []meta.v1.LabelSelector
rbac.v1beta1.ClusterRole	aggregationRule rbac.v1beta1.AggregationRule	apiVersion string	kind string	metadata meta.v1.ObjectMeta	rules -13=![]rbac.v1beta1.PolicyRule 14-=[]rbac.v1beta1.PolicyRule
rbac.v1beta1.ClusterRoleBinding	apiVersion string	kind string	metadata meta.v1.ObjectMeta	roleRef !rbac.v1beta1.RoleRef	subjects -10=![]rbac.v1beta1.Subject 11-=[]rbac.v1beta1.Subject
rbac.v1beta1.PolicyRule	apiGroups []string	nonResourceURLs []string	resourceNames []string	resources []string	verbs ![]string
rbac.v1beta1.Role	apiVersion string	kind string	metadata meta.v1.ObjectMeta	rules -13=![]rbac.v1beta1.PolicyRule 14-=[]rbac.v1beta1.PolicyRule
rbac.v1beta1.RoleBinding	apiVersion string	kind string	metadata meta.v1.ObjectMeta	roleRef !rbac.v1beta1.RoleRef	subjects -10=![]rbac.v1beta1.Subject 11-=[]rbac.v1beta1.Subject
rbac.v1beta1.RoleRef	apiGroup !string	kind !string	name !string
rbac.v1beta1.Subject	apiGroup string	kind !string	name !string	namespace string
resource.v1.AllocatedDeviceStatus	conditions []meta.v1.Condition	data object	device !string	driver !string	networkData resource.v1.NetworkDeviceData	pool !string	shareID string
resource.v1.AllocationResult	allocationTimestamp time	devices resource.v1.DeviceAllocationResult	nodeSelector core.v1.NodeSelector
resource.v1.CELDeviceSelector	expression !string
resource.v1.CapacityRequestPolicy	default quantity	validRange resource.v1.CapacityRequestPolicyRange	validValues []quantity
resource.v1.CapacityRequestPolicyRange	max quantity	min !quantity	step quantity
resource.v1.CapacityRequirements	requests {}quantity
resource.v1.Counter	value !quantity
resource.v1.CounterSet	counters !{}resource.v1.Counter	name !string
resource.v1.Device	allNodes boolean	allowMultipleAllocations boolean	attributes {}resource.v1.DeviceAttribute	bindingConditions []string	bindingFailureConditions []string	bindsToNode boolean	capacity {}resource.v1.DeviceCapacity	consumesCounters []resource.v1.DeviceCounterConsumption	name !string	nodeAllocatableResourceMappings 36-36={}resource.v1.NodeAllocatableResourceMapping	nodeAllocatableResources 37-={}resource.v1.NodeAllocatableResource	nodeName string	nodeSelector core.v1.NodeSelector	taints []resource.v1.DeviceTaint
resource.v1.DeviceAllocationConfiguration	opaque resource.v1.OpaqueDeviceConfiguration	requests []string	source !enum:resource.v1.AllocationConfigSource
resource.v1.DeviceAllocationResult	config []resource.v1.DeviceAllocationConfiguration	results []resource.v1.DeviceRequestAllocationResult
resource.v1.DeviceAttribute	bool boolean	bools 36-=[]boolean	int int64	ints 36-=[]int64	string string	strings 36-=[]string	version string	versions 36-=[]string
resource.v1.DeviceCapacity	requestPolicy resource.v1.CapacityRequestPolicy	value !quantity
resource.v1.DeviceClaim	config []resource.v1.DeviceClaimConfiguration	constraints []resource.v1.DeviceConstraint	requests []resource.v1.DeviceRequest
resource.v1.DeviceClaimConfiguration	opaque resource.v1.OpaqueDeviceConfiguration	requests []string
resource.v1.DeviceClass	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec -36=!resource.v1.DeviceClassSpec 37-=resource.v1.DeviceClassSpec
resource.v1.DeviceClassConfiguration	opaque resource.v1.OpaqueDeviceConfiguration
resource.v1.DeviceClassSpec	config []resource.v1.DeviceClassConfiguration	extendedResourceName string	selectors []resource.v1.DeviceSelector
resource.v1.DeviceConstraint	distinctAttribute string	matchAttribute string	requests []string
resource.v1.DeviceCounterConsumption	compatibilityGroups 37-=[]string	counterSet !string	counters !{}resource.v1.Counter
resource.v1.DeviceDerivedAttribute	expression !string	name !string
resource.v1.DeviceRequest	exactly resource.v1.ExactDeviceRequest	firstAvailable []resource.v1.DeviceSubRequest	name !string
resource.v1.DeviceRequestAllocationResult	adminAccess boolean	bindingConditions []string	bindingFailureConditions []string	consumedCapacity {}quantity	device !string	driver !string	pool !string	request !string	shareID string	skipNodeOperations 37-=[]enum:resource.v1.SkipNodeOperation	tolerations []resource.v1.DeviceToleration
resource.v1.DeviceSelector	cel resource.v1.CELDeviceSelector
resource.v1.DeviceSubRequest	allocationMode string	capacity resource.v1.CapacityRequirements	count int64	derivedAttributes 37-=[]resource.v1.DeviceDerivedAttribute	deviceClassName !string	name !string	selectors []resource.v1.DeviceSelector	tolerations []resource.v1.DeviceToleration
resource.v1.DeviceTaint	effect !enum:resource.v1.DeviceTaintEffect	key !string	timeAdded time	value string
resource.v1.DeviceTaintRule	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec !resource.v1.DeviceTaintRuleSpec	status resource.v1.DeviceTaintRuleStatus
resource.v1.DeviceTaintRuleSpec	deviceSelector resource.v1.DeviceTaintSelector	taint !resource.v1.DeviceTaint
resource.v1.DeviceTaintRuleStatus	conditions []meta.v1.Condition
resource.v1.DeviceTaintSelector	device string	driver string	pool string
resource.v1.DeviceToleration	effect enum:resource.v1.DeviceTaintEffect	key string	operator enum:resource.v1.DeviceTolerationOperator	tolerationSeconds int64	value string
resource.v1.ExactDeviceRequest	adminAccess boolean	allocationMode string	capacity resource.v1.CapacityRequirements	count int64	derivedAttributes 37-=[]resource.v1.DeviceDerivedAttribute	deviceClassName !string	selectors []resource.v1.DeviceSelector	tolerations []resource.v1.DeviceToleration
resource.v1.NetworkDeviceData	hardwareAddress string	interfaceName string	ips []string
resource.v1.NodeAllocatableMapping	capacityKey string	capacityMultiplier quantity	deviceMultiplier quantity
resource.v1.NodeAllocatableOverhead	perContainer quantity	perPod quantity
resource.v1.NodeAllocatableResource	mapping resource.v1.NodeAllocatableMapping	overhead resource.v1.NodeAllocatableOverhead
resource.v1.NodeAllocatableResourceMapping	allocationMultiplier quantity	capacityKey string
resource.v1.OpaqueDeviceConfiguration	driver !string	parameters !object
resource.v1.ResourceClaim	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec -36=!resource.v1.ResourceClaimSpec 37-=resource.v1.ResourceClaimSpec	status resource.v1.ResourceClaimStatus
resource.v1.ResourceClaimConsumerReference	apiGroup string	name !string	resource !string	uid !string
resource.v1.ResourceClaimSpec	devices resource.v1.DeviceClaim
resource.v1.ResourceClaimStatus	allocation resource.v1.AllocationResult	devices []resource.v1.AllocatedDeviceStatus	reservedFor []resource.v1.ResourceClaimConsumerReference
resource.v1.ResourceClaimTemplate	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec -36=!resource.v1.ResourceClaimTemplateSpec 37-=resource.v1.ResourceClaimTemplateSpec
resource.v1.ResourceClaimTemplateSpec	metadata meta.v1.ObjectMeta	spec -36=!resource.v1.ResourceClaimSpec 37-=resource.v1.ResourceClaimSpec
resource.v1.ResourcePool	generation !int64	name !string	resourceSliceCount !int64
resource.v1.ResourceSlice	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec !resource.v1.ResourceSliceSpec
resource.v1.ResourceSliceSpec	allNodes boolean	devices []resource.v1.Device	driver !string	nodeName string	nodeSelector core.v1.NodeSelector	partitionTypeAttribute 37-=string	perDeviceNodeSelection boolean	pool !resource.v1.ResourcePool	sharedCounters []resource.v1.CounterSet	skipNodeOperations 37-=[]enum:resource.v1.SkipNodeOperation
resource.v1alpha1.AllocationResult	availableOnNodes core.v1.NodeSelector	resourceHandle string	shareable boolean
resource.v1alpha1.PodScheduling	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec !resource.v1alpha1.PodSchedulingSpec	status resource.v1alpha1.PodSchedulingStatus
resource.v1alpha1.PodSchedulingSpec	potentialNodes []string	selectedNode string
resource.v1alpha1.PodSchedulingStatus	resourceClaims []resource.v1alpha1.ResourceClaimSchedulingStatus
resource.v1alpha1.ResourceClaim	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec !resource.v1alpha1.ResourceClaimSpec	status resource.v1alpha1.ResourceClaimStatus
resource.v1alpha1.ResourceClaimConsumerReference	apiGroup string	name !string	resource !string	uid !string
resource.v1alpha1.ResourceClaimParametersReference	apiGroup string	kind !string	name !string
resource.v1alpha1.ResourceClaimSchedulingStatus	name string	unsuitableNodes []string
resource.v1alpha1.ResourceClaimSpec	allocationMode string	parametersRef resource.v1alpha1.ResourceClaimParametersReference	resourceClassName !string
resource.v1alpha1.ResourceClaimStatus	allocation resource.v1alpha1.AllocationResult	deallocationRequested boolean	driverName string	reservedFor []resource.v1alpha1.ResourceClaimConsumerReference
resource.v1alpha1.ResourceClaimTemplate	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec !resource.v1alpha1.ResourceClaimTemplateSpec
resource.v1alpha1.ResourceClaimTemplateSpec	metadata meta.v1.ObjectMeta	spec !resource.v1alpha1.ResourceClaimSpec
resource.v1alpha1.ResourceClass	apiVersion string	driverName !string	kind string	metadata meta.v1.ObjectMeta	parametersRef resource.v1alpha1.ResourceClassParametersReference	suitableNodes core.v1.NodeSelector
resource.v1alpha1.ResourceClassParametersReference	apiGroup string	kind !string	name !string	namespace string
resource.v1alpha2.AllocationResult	availableOnNodes core.v1.NodeSelector	resourceHandles []resource.v1alpha2.ResourceHandle	shareable boolean
resource.v1alpha2.DriverAllocationResult	namedResources resource.v1alpha2.NamedResourcesAllocationResult	vendorRequestParameters object
resource.v1alpha2.DriverRequests	driverName string	requests []resource.v1alpha2.ResourceRequest	vendorParameters object
resource.v1alpha2.NamedResourcesAllocationResult	name !string
resource.v1alpha2.NamedResourcesAttribute	bool boolean	int int64	intSlice resource.v1alpha2.NamedResourcesIntSlice	name !string	quantity quantity	string string	stringSlice resource.v1alpha2.NamedResourcesStringSlice	version string
resource.v1alpha2.NamedResourcesFilter	selector !string
resource.v1alpha2.NamedResourcesInstance	attributes []resource.v1alpha2.NamedResourcesAttribute	name !string
resource.v1alpha2.NamedResourcesIntSlice	ints ![]int64
resource.v1alpha2.NamedResourcesRequest	selector !string
resource.v1alpha2.NamedResourcesResources	instances ![]resource.v1alpha2.NamedResourcesInstance
resource.v1alpha2.NamedResourcesStringSlice	strings ![]string
resource.v1alpha2.PodSchedulingContext	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec !resource.v1alpha2.PodSchedulingContextSpec	status resource.v1alpha2.PodSchedulingContextStatus
resource.v1alpha2.PodSchedulingContextSpec	potentialNodes []string	selectedNode string
resource.v1alpha2.PodSchedulingContextStatus	resourceClaims []resource.v1alpha2.ResourceClaimSchedulingStatus
resource.v1alpha2.ResourceClaim	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec !resource.v1alpha2.ResourceClaimSpec	status resource.v1alpha2.ResourceClaimStatus
resource.v1alpha2.ResourceClaimConsumerReference	apiGroup string	name !string	resource !string	uid !string
resource.v1alpha2.ResourceClaimParameters	apiVersion string	driverRequests []resource.v1alpha2.DriverRequests	generatedFrom resource.v1alpha2.ResourceClaimParametersReference	kind string	metadata meta.v1.ObjectMeta	shareable boolean
resource.v1alpha2.ResourceClaimParametersReference	apiGroup string	kind !string	name !string
resource.v1alpha2.ResourceClaimSchedulingStatus	name string	unsuitableNodes []string
resource.v1alpha2.ResourceClaimSpec	allocationMode string	parametersRef resource.v1alpha2.ResourceClaimParametersReference	resourceClassName !string
resource.v1alpha2.ResourceClaimStatus	allocation resource.v1alpha2.AllocationResult	deallocationRequested boolean	driverName string	reservedFor []resource.v1alpha2.ResourceClaimConsumerReference
resource.v1alpha2.ResourceClaimTemplate	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec !resource.v1alpha2.ResourceClaimTemplateSpec
resource.v1alpha2.ResourceClaimTemplateSpec	metadata meta.v1.ObjectMeta	spec !resource.v1alpha2.ResourceClaimSpec
resource.v1alpha2.ResourceClass	apiVersion string	driverName !string	kind string	metadata meta.v1.ObjectMeta	parametersRef resource.v1alpha2.ResourceClassParametersReference	structuredParameters 30-=boolean	suitableNodes core.v1.NodeSelector
resource.v1alpha2.ResourceClassParameters	apiVersion string	filters []resource.v1alpha2.ResourceFilter	generatedFrom resource.v1alpha2.ResourceClassParametersReference	kind string	metadata meta.v1.ObjectMeta	vendorParameters []resource.v1alpha2.VendorParameters
resource.v1alpha2.ResourceClassParametersReference	apiGroup string	kind !string	name !string	namespace string
resource.v1alpha2.ResourceFilter	driverName string	namedResources resource.v1alpha2.NamedResourcesFilter
resource.v1alpha2.ResourceHandle	data string	driverName string	structuredData 30-=resource.v1alpha2.StructuredResourceHandle
resource.v1alpha2.ResourceRequest	namedResources resource.v1alpha2.NamedResourcesRequest	vendorParameters object
resource.v1alpha2.ResourceSlice	apiVersion string	driverName !string	kind string	metadata meta.v1.ObjectMeta	namedResources resource.v1alpha2.NamedResourcesResources	nodeName string
resource.v1alpha2.StructuredResourceHandle	nodeName string	results ![]resource.v1alpha2.DriverAllocationResult	vendorClaimParameters object	vendorClassParameters object
resource.v1alpha2.VendorParameters	driverName string	parameters object
resource.v1alpha3.AllocatedDeviceStatus	conditions []meta.v1.Condition	data object	device !string	driver !string	networkData resource.v1alpha3.NetworkDeviceData	pool !string
resource.v1alpha3.AllocationResult	controller -31=string	devices resource.v1alpha3.DeviceAllocationResult	nodeSelector core.v1.NodeSelector
resource.v1alpha3.BasicDevice	allNodes 33-=boolean	attributes {}resource.v1alpha3.DeviceAttribute	capacity {}quantity	consumesCounters 33-=[]resource.v1alpha3.DeviceCounterConsumption	nodeName 33-=string	nodeSelector 33-=core.v1.NodeSelector	taints 33-=[]resource.v1alpha3.DeviceTaint
resource.v1alpha3.CELDeviceSelector	expression !string
resource.v1alpha3.Counter	value !quantity
resource.v1alpha3.CounterSet	counters !{}resource.v1alpha3.Counter	name !string
resource.v1alpha3.Device	basic resource.v1alpha3.BasicDevice	name !string
resource.v1alpha3.DeviceAllocationConfiguration	opaque resource.v1alpha3.OpaqueDeviceConfiguration	requests []string	source !string
resource.v1alpha3.DeviceAllocationResult	config []resource.v1alpha3.DeviceAllocationConfiguration	results []resource.v1alpha3.DeviceRequestAllocationResult
resource.v1alpha3.DeviceAttribute	bool boolean	int int64	string string	version string
resource.v1alpha3.DeviceClaim	config []resource.v1alpha3.DeviceClaimConfiguration	constraints []resource.v1alpha3.DeviceConstraint	requests []resource.v1alpha3.DeviceRequest
resource.v1alpha3.DeviceClaimConfiguration	opaque resource.v1alpha3.OpaqueDeviceConfiguration	requests []string
resource.v1alpha3.DeviceClass	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec !resource.v1alpha3.DeviceClassSpec
resource.v1alpha3.DeviceClassConfiguration	opaque resource.v1alpha3.OpaqueDeviceConfiguration
resource.v1alpha3.DeviceClassSpec	config []resource.v1alpha3.DeviceClassConfiguration	selectors []resource.v1alpha3.DeviceSelector	suitableNodes -31=core.v1.NodeSelector
resource.v1alpha3.DeviceConstraint	matchAttribute string	requests []string
resource.v1alpha3.DeviceCounterConsumption	counterSet !string	counters !{}resource.v1alpha3.Counter
resource.v1alpha3.DeviceRequest	adminAccess boolean	allocationMode string	count int64	deviceClassName -32=!string 33-=string	firstAvailable 33-=[]resource.v1alpha3.DeviceSubRequest	name !string	selectors []resource.v1alpha3.DeviceSelector	tolerations 33-=[]resource.v1alpha3.DeviceToleration
resource.v1alpha3.DeviceRequestAllocationResult	adminAccess 32-=boolean	device !string	driver !string	pool !string	request !string	tolerations 33-=[]resource.v1alpha3.DeviceToleration
resource.v1alpha3.DeviceSelector	cel resource.v1alpha3.CELDeviceSelector
resource.v1alpha3.DeviceSubRequest	allocationMode string	count int64	deviceClassName !string	name !string	selectors []resource.v1alpha3.DeviceSelector	tolerations []resource.v1alpha3.DeviceToleration
resource.v1alpha3.DeviceTaint	effect !enum:resource.v1alpha3.DeviceTaintEffect	key !string	timeAdded time	value string
resource.v1alpha3.DeviceTaintRule	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec !resource.v1alpha3.DeviceTaintRuleSpec	status 35-=resource.v1alpha3.DeviceTaintRuleStatus
resource.v1alpha3.DeviceTaintRuleSpec	deviceSelector resource.v1alpha3.DeviceTaintSelector	taint !resource.v1alpha3.DeviceTaint
resource.v1alpha3.DeviceTaintRuleStatus	conditions []meta.v1.Condition
resource.v1alpha3.DeviceTaintSelector	device string	deviceClassName -34=string	driver string	pool string	selectors -34=[]resource.v1alpha3.DeviceSelector
resource.v1alpha3.DeviceToleration	effect string	key string	operator string	tolerationSeconds int64	value string
resource.v1alpha3.NetworkDeviceData	hardwareAddress string	interfaceName string	ips []string
resource.v1alpha3.OpaqueDeviceConfiguration	driver !string	parameters !object
resource.v1alpha3.PartitionTypeStatus	allocatable !int32	attribute !string	total !int32	type !string
resource.v1alpha3.PodSchedulingContext	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec !resource.v1alpha3.PodSchedulingContextSpec	status resource.v1alpha3.PodSchedulingContextStatus
resource.v1alpha3.PodSchedulingContextSpec	potentialNodes []string	selectedNode string
resource.v1alpha3.PodSchedulingContextStatus	resourceClaims []resource.v1alpha3.ResourceClaimSchedulingStatus
resource.v1alpha3.PoolStatus	allocatedDevices int32	availableDevices int32	driver !string	generation !int64	nodeName string	partitionSummary 37-=[]resource.v1alpha3.PartitionTypeStatus	poolName !string	resourceSliceCount int32	shareableSummary 37-=resource.v1alpha3.ShareableSummaryStatus	totalDevices int32	unavailableDevices int32	validationError string
resource.v1alpha3.ResourceClaim	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec !resource.v1alpha3.ResourceClaimSpec	status resource.v1alpha3.ResourceClaimStatus
resource.v1alpha3.ResourceClaimConsumerReference	apiGroup string	name !string	resource !string	uid !string
resource.v1alpha3.ResourceClaimSchedulingStatus	name !string	unsuitableNodes []string
resource.v1alpha3.ResourceClaimSpec	controller -31=string	devices resource.v1alpha3.DeviceClaim
resource.v1alpha3.ResourceClaimStatus	allocation resource.v1alpha3.AllocationResult	deallocationRequested -31=boolean	devices 32-=[]resource.v1alpha3.AllocatedDeviceStatus	reservedFor []resource.v1alpha3.ResourceClaimConsumerReference
resource.v1alpha3.ResourceClaimTemplate	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec !resource.v1alpha3.ResourceClaimTemplateSpec
resource.v1alpha3.ResourceClaimTemplateSpec	metadata meta.v1.ObjectMeta	spec !resource.v1alpha3.ResourceClaimSpec
resource.v1alpha3.ResourcePool	generation !int64	name !string	resourceSliceCount !int64
resource.v1alpha3.ResourcePoolStatusRequest	apiVersion string	kind string	metadata !meta.v1.ObjectMeta	spec !resource.v1alpha3.ResourcePoolStatusRequestSpec	status resource.v1alpha3.ResourcePoolStatusRequestStatus
resource.v1alpha3.ResourcePoolStatusRequestSpec	defaultPartitionTypeAttribute 37-=string	driver !string	limit int32	poolName string
resource.v1alpha3.ResourcePoolStatusRequestStatus	conditions []meta.v1.Condition	poolCount !int32	pools []resource.v1alpha3.PoolStatus
resource.v1alpha3.ResourceSlice	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec !resource.v1alpha3.ResourceSliceSpec
resource.v1alpha3.ResourceSliceSpec	allNodes boolean	devices []resource.v1alpha3.Device	driver !string	nodeName string	nodeSelector core.v1.NodeSelector	perDeviceNodeSelection 33-=boolean	pool !resource.v1alpha3.ResourcePool	sharedCounters 33-=[]resource.v1alpha3.CounterSet
resource.v1alpha3.ShareableCapacityStatus	available !quantity	consumed !quantity	name !string	total !quantity
resource.v1alpha3.ShareableSummaryStatus	capacity []resource.v1alpha3.ShareableCapacityStatus	fullyAvailableDevices !int32	partiallyAvailableDevices !int32
resource.v1beta1.AllocatedDeviceStatus	conditions []meta.v1.Condition	data object	device !string	driver !string	networkData resource.v1beta1.NetworkDeviceData	pool !string	shareID 34-=string
resource.v1beta1.AllocationResult	allocationTimestamp 34-=time	devices resource.v1beta1.DeviceAllocationResult	nodeSelector core.v1.NodeSelector
resource.v1beta1.BasicDevice	allNodes 33-=boolean	allowMultipleAllocations 34-=boolean	attributes {}resource.v1beta1.DeviceAttribute	bindingConditions 34-=[]string	bindingFailureConditions 34-=[]string	bindsToNode 34-=boolean	capacity {}resource.v1beta1.DeviceCapacity	consumesCounters 33-=[]resource.v1beta1.DeviceCounterConsumption	nodeAllocatableResourceMappings 36-36={}resource.v1beta1.NodeAllocatableResourceMapping	nodeAllocatableResources 37-={}resource.v1beta1.NodeAllocatableResource	nodeName 33-=string	nodeSelector 33-=core.v1.NodeSelector	taints 33-=[]resource.v1beta1.DeviceTaint
resource.v1beta1.CELDeviceSelector	expression !string
resource.v1beta1.CapacityRequestPolicy	default quantity	validRange resource.v1beta1.CapacityRequestPolicyRange	validValues []quantity
resource.v1beta1.CapacityRequestPolicyRange	max quantity	min !quantity	step quantity
resource.v1beta1.CapacityRequirements	requests {}quantity
resource.v1beta1.Counter	value !quantity
resource.v1beta1.CounterSet	counters !{}resource.v1beta1.Counter	name !string
resource.v1beta1.Device	basic resource.v1beta1.BasicDevice	name !string
resource.v1beta1.DeviceAllocationConfiguration	opaque resource.v1beta1.OpaqueDeviceConfiguration	requests []string	source !enum:resource.v1beta1.AllocationConfigSource
resource.v1beta1.DeviceAllocationResult	config []resource.v1beta1.DeviceAllocationConfiguration	results []resource.v1beta1.DeviceRequestAllocationResult
resource.v1beta1.DeviceAttribute	bool boolean	bools 36-=[]boolean	int int64	ints 36-=[]int64	string string	strings 36-=[]string	version string	versions 36-=[]string
resource.v1beta1.DeviceCapacity	requestPolicy 34-=resource.v1beta1.CapacityRequestPolicy	value !quantity
resource.v1beta1.DeviceClaim	config []resource.v1beta1.DeviceClaimConfiguration	constraints []resource.v1beta1.DeviceConstraint	requests []resource.v1beta1.DeviceRequest
resource.v1beta1.DeviceClaimConfiguration	opaque resource.v1beta1.OpaqueDeviceConfiguration	requests []string
resource.v1beta1.DeviceClass	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec -36=!resource.v1beta1.DeviceClassSpec 37-=resource.v1beta1.DeviceClassSpec
resource.v1beta1.DeviceClassConfiguration	opaque resource.v1beta1.OpaqueDeviceConfiguration
resource.v1beta1.DeviceClassSpec	config []resource.v1beta1.DeviceClassConfiguration	extendedResourceName 34-=string	selectors []resource.v1beta1.DeviceSelector
resource.v1beta1.DeviceConstraint	distinctAttribute 34-=string	matchAttribute string	requests []string
resource.v1beta1.DeviceCounterConsumption	compatibilityGroups 37-=[]string	counterSet !string	counters !{}resource.v1beta1.Counter
resource.v1beta1.DeviceDerivedAttribute	expression !string	name !string
resource.v1beta1.DeviceRequest	adminAccess boolean	allocationMode string	capacity 34-=resource.v1beta1.CapacityRequirements	count int64	derivedAttributes 37-=[]resource.v1beta1.DeviceDerivedAttribute	deviceClassName -32=!string 33-=string	firstAvailable 33-=[]resource.v1beta1.DeviceSubRequest	name !string	selectors []resource.v1beta1.DeviceSelector	tolerations 33-=[]resource.v1beta1.DeviceToleration
resource.v1beta1.DeviceRequestAllocationResult	adminAccess boolean	bindingConditions 34-=[]string	bindingFailureConditions 34-=[]string	consumedCapacity 34-={}quantity	device !string	driver !string	pool !string	request !string	shareID 34-=string	skipNodeOperations 37-=[]enum:resource.v1beta1.SkipNodeOperation	tolerations 33-=[]resource.v1beta1.DeviceToleration
resource.v1beta1.DeviceSelector	cel resource.v1beta1.CELDeviceSelector
resource.v1beta1.DeviceSubRequest	allocationMode string	capacity 34-=resource.v1beta1.CapacityRequirements	count int64	derivedAttributes 37-=[]resource.v1beta1.DeviceDerivedAttribute	deviceClassName !string	name !string	selectors []resource.v1beta1.DeviceSelector	tolerations []resource.v1beta1.DeviceToleration
resource.v1beta1.DeviceTaint	effect !enum:resource.v1beta1.DeviceTaintEffect	key !string	timeAdded time	value string
resource.v1beta1.DeviceToleration	effect enum:resource.v1beta1.DeviceTaintEffect	key string	operator enum:resource.v1beta1.DeviceTolerationOperator	tolerationSeconds int64	value string
resource.v1beta1.NetworkDeviceData	hardwareAddress string	interfaceName string	ips []string
resource.v1beta1.NodeAllocatableMapping	capacityKey string	capacityMultiplier quantity	deviceMultiplier quantity
resource.v1beta1.NodeAllocatableOverhead	perContainer quantity	perPod quantity
resource.v1beta1.NodeAllocatableResource	mapping resource.v1beta1.NodeAllocatableMapping	overhead resource.v1beta1.NodeAllocatableOverhead
resource.v1beta1.NodeAllocatableResourceMapping	allocationMultiplier quantity	capacityKey string
resource.v1beta1.OpaqueDeviceConfiguration	driver !string	parameters !object
resource.v1beta1.ResourceClaim	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec -36=!resource.v1beta1.ResourceClaimSpec 37-=resource.v1beta1.ResourceClaimSpec	status resource.v1beta1.ResourceClaimStatus
resource.v1beta1.ResourceClaimConsumerReference	apiGroup string	name !string	resource !string	uid !string
resource.v1beta1.ResourceClaimSpec	devices resource.v1beta1.DeviceClaim
resource.v1beta1.ResourceClaimStatus	allocation resource.v1beta1.AllocationResult	devices []resource.v1beta1.AllocatedDeviceStatus	reservedFor []resource.v1beta1.ResourceClaimConsumerReference
resource.v1beta1.ResourceClaimTemplate	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec -36=!resource.v1beta1.ResourceClaimTemplateSpec 37-=resource.v1beta1.ResourceClaimTemplateSpec
resource.v1beta1.ResourceClaimTemplateSpec	metadata meta.v1.ObjectMeta	spec -36=!resource.v1beta1.ResourceClaimSpec 37-=resource.v1beta1.ResourceClaimSpec
resource.v1beta1.ResourcePool	generation !int64	name !string	resourceSliceCount !int64
resource.v1beta1.ResourceSlice	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec !resource.v1beta1.ResourceSliceSpec
resource.v1beta1.ResourceSliceSpec	allNodes boolean	devices []resource.v1beta1.Device	driver !string	nodeName string	nodeSelector core.v1.NodeSelector	partitionTypeAttribute 37-=string	perDeviceNodeSelection 33-=boolean	pool !resource.v1beta1.ResourcePool	sharedCounters 33-=[]resource.v1beta1.CounterSet	skipNodeOperations 37-=[]enum:resource.v1beta1.SkipNodeOperation
resource.v1beta2.AllocatedDeviceStatus	conditions []meta.v1.Condition	data object	device !string	driver !string	networkData resource.v1beta2.NetworkDeviceData	pool !string	shareID 34-=string
resource.v1beta2.AllocationResult	allocationTimestamp 34-=time	devices resource.v1beta2.DeviceAllocationResult	nodeSelector core.v1.NodeSelector
resource.v1beta2.CELDeviceSelector	expression !string
resource.v1beta2.CapacityRequestPolicy	default quantity	validRange resource.v1beta2.CapacityRequestPolicyRange	validValues []quantity
resource.v1beta2.CapacityRequestPolicyRange	max quantity	min !quantity	step quantity
resource.v1beta2.CapacityRequirements	requests {}quantity
resource.v1beta2.Counter	value !quantity
resource.v1beta2.CounterSet	counters !{}resource.v1beta2.Counter	name !string
resource.v1beta2.Device	allNodes boolean	allowMultipleAllocations 34-=boolean	attributes {}resource.v1beta2.DeviceAttribute	bindingConditions 34-=[]string	bindingFailureConditions 34-=[]string	bindsToNode 34-=boolean	capacity {}resource.v1beta2.DeviceCapacity	consumesCounters []resource.v1beta2.DeviceCounterConsumption	name !string	nodeAllocatableResourceMappings 36-36={}resource.v1beta2.NodeAllocatableResourceMapping	nodeAllocatableResources 37-={}resource.v1beta2.NodeAllocatableResource	nodeName string	nodeSelector core.v1.NodeSelector	taints []resource.v1beta2.DeviceTaint
resource.v1beta2.DeviceAllocationConfiguration	opaque resource.v1beta2.OpaqueDeviceConfiguration	requests []string	source !enum:resource.v1beta2.AllocationConfigSource
resource.v1beta2.DeviceAllocationResult	config []resource.v1beta2.DeviceAllocationConfiguration	results []resource.v1beta2.DeviceRequestAllocationResult
resource.v1beta2.DeviceAttribute	bool boolean	bools 36-=[]boolean	int int64	ints 36-=[]int64	string string	strings 36-=[]string	version string	versions 36-=[]string
resource.v1beta2.DeviceCapacity	requestPolicy 34-=resource.v1beta2.CapacityRequestPolicy	value !quantity
resource.v1beta2.DeviceClaim	config []resource.v1beta2.DeviceClaimConfiguration	constraints []resource.v1beta2.DeviceConstraint	requests []resource.v1beta2.DeviceRequest
resource.v1beta2.DeviceClaimConfiguration	opaque resource.v1beta2.OpaqueDeviceConfiguration	requests []string
resource.v1beta2.DeviceClass	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec -36=!resource.v1beta2.DeviceClassSpec 37-=resource.v1beta2.DeviceClassSpec
resource.v1beta2.DeviceClassConfiguration	opaque resource.v1beta2.OpaqueDeviceConfiguration
resource.v1beta2.DeviceClassSpec	config []resource.v1beta2.DeviceClassConfiguration	extendedResourceName 34-=string	selectors []resource.v1beta2.DeviceSelector
resource.v1beta2.DeviceConstraint	distinctAttribute 34-=string	matchAttribute string	requests []string
resource.v1beta2.DeviceCounterConsumption	compatibilityGroups 37-=[]string	counterSet !string	counters !{}resource.v1beta2.Counter
resource.v1beta2.DeviceDerivedAttribute	expression !string	name !string
resource.v1beta2.DeviceRequest	exactly resource.v1beta2.ExactDeviceRequest	firstAvailable []resource.v1beta2.DeviceSubRequest	name !string
resource.v1beta2.DeviceRequestAllocationResult	adminAccess boolean	bindingConditions 34-=[]string	bindingFailureConditions 34-=[]string	consumedCapacity 34-={}quantity	device !string	driver !string	pool !string	request !string	shareID 34-=string	skipNodeOperations 37-=[]enum:resource.v1beta2.SkipNodeOperation	tolerations []resource.v1beta2.DeviceToleration
resource.v1beta2.DeviceSelector	cel resource.v1beta2.CELDeviceSelector
resource.v1beta2.DeviceSubRequest	allocationMode string	capacity 34-=resource.v1beta2.CapacityRequirements	count int64	derivedAttributes 37-=[]resource.v1beta2.DeviceDerivedAttribute	deviceClassName !string	name !string	selectors []resource.v1beta2.DeviceSelector	tolerations []resource.v1beta2.DeviceToleration
resource.v1beta2.DeviceTaint	effect !enum:resource.v1beta2.DeviceTaintEffect	key !string	timeAdded time	value string
resource.v1beta2.DeviceTaintRule	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec !resource.v1beta2.DeviceTaintRuleSpec	status resource.v1beta2.DeviceTaintRuleStatus
resource.v1beta2.DeviceTaintRuleSpec	deviceSelector resource.v1beta2.DeviceTaintSelector	taint !resource.v1beta2.DeviceTaint
resource.v1beta2.DeviceTaintRuleStatus	conditions []meta.v1.Condition
resource.v1beta2.DeviceTaintSelector	device string	driver string	pool string
resource.v1beta2.DeviceToleration	effect enum:resource.v1beta2.DeviceTaintEffect	key string	operator enum:resource.v1beta2.DeviceTolerationOperator	tolerationSeconds int64	value string
resource.v1beta2.ExactDeviceRequest	adminAccess boolean	allocationMode string	capacity 34-=resource.v1beta2.CapacityRequirements	count int64	derivedAttributes 37-=[]resource.v1beta2.DeviceDerivedAttribute	deviceClassName !string	selectors []resource.v1beta2.DeviceSelector	tolerations []resource.v1beta2.DeviceToleration
resource.v1beta2.NetworkDeviceData	hardwareAddress string	interfaceName string	ips []string
resource.v1beta2.NodeAllocatableMapping	capacityKey string	capacityMultiplier quantity	deviceMultiplier quantity
resource.v1beta2.NodeAllocatableOverhead	perContainer quantity	perPod quantity
resource.v1beta2.NodeAllocatableResource	mapping resource.v1beta2.NodeAllocatableMapping	overhead resource.v1beta2.NodeAllocatableOverhead
resource.v1beta2.NodeAllocatableResourceMapping	allocationMultiplier quantity	capacityKey string
resource.v1beta2.OpaqueDeviceConfiguration	driver !string	parameters !object
resource.v1beta2.ResourceClaim	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec -36=!resource.v1beta2.ResourceClaimSpec 37-=resource.v1beta2.ResourceClaimSpec	status resource.v1beta2.ResourceClaimStatus
resource.v1beta2.ResourceClaimConsumerReference	apiGroup string	name !string	resource !string	uid !string
resource.v1beta2.ResourceClaimSpec	devices resource.v1beta2.DeviceClaim
resource.v1beta2.ResourceClaimStatus	allocation resource.v1beta2.AllocationResult	devices []resource.v1beta2.AllocatedDeviceStatus	reservedFor []resource.v1beta2.ResourceClaimConsumerReference
resource.v1beta2.ResourceClaimTemplate	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec -36=!resource.v1beta2.ResourceClaimTemplateSpec 37-=resource.v1beta2.ResourceClaimTemplateSpec
resource.v1beta2.ResourceClaimTemplateSpec	metadata meta.v1.ObjectMeta	spec -36=!resource.v1beta2.ResourceClaimSpec 37-=resource.v1beta2.ResourceClaimSpec
resource.v1beta2.ResourcePool	generation !int64	name !string	resourceSliceCount !int64
resource.v1beta2.ResourceSlice	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec !resource.v1beta2.ResourceSliceSpec
resource.v1beta2.ResourceSliceSpec	allNodes boolean	devices []resource.v1beta2.Device	driver !string	nodeName string	nodeSelector core.v1.NodeSelector	partitionTypeAttribute 37-=string	perDeviceNodeSelection boolean	pool !resource.v1beta2.ResourcePool	sharedCounters []resource.v1beta2.CounterSet	skipNodeOperations 37-=[]enum:resource.v1beta2.SkipNodeOperation
scheduling.v1.PriorityClass	apiVersion string	description string	globalDefault boolean	kind string	metadata meta.v1.ObjectMeta	preemptionPolicy 15-=enum:core.v1.PreemptionPolicy	value -35=!int32 36-=int32
scheduling.v1alpha1.GangSchedulingPolicy	minCount !int32
scheduling.v1alpha1.PodGroup	name !string	policy !scheduling.v1alpha1.PodGroupPolicy
scheduling.v1alpha1.PodGroupPolicy	basic object	gang scheduling.v1alpha1.GangSchedulingPolicy
scheduling.v1alpha1.PriorityClass	apiVersion string	description string	globalDefault boolean	kind string	metadata meta.v1.ObjectMeta	preemptionPolicy 15-=string	value !int32
scheduling.v1alpha1.TypedLocalObjectReference	apiGroup string	kind !string	name !string
scheduling.v1alpha1.Workload	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec !scheduling.v1alpha1.WorkloadSpec
scheduling.v1alpha1.WorkloadSpec	controllerRef scheduling.v1alpha1.TypedLocalObjectReference	podGroups ![]scheduling.v1alpha1.PodGroup
scheduling.v1alpha2.GangSchedulingPolicy	minCount !int32
scheduling.v1alpha2.PodGroup	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec !scheduling.v1alpha2.PodGroupSpec	status scheduling.v1alpha2.PodGroupStatus
scheduling.v1alpha2.PodGroupResourceClaim	name !string	resourceClaimName string	resourceClaimTemplateName string
scheduling.v1alpha2.PodGroupResourceClaimStatus	name !string	resourceClaimName string
scheduling.v1alpha2.PodGroupSchedulingConstraints	topology []scheduling.v1alpha2.TopologyConstraint
scheduling.v1alpha2.PodGroupSchedulingPolicy	basic object	gang scheduling.v1alpha2.GangSchedulingPolicy
scheduling.v1alpha2.PodGroupSpec	disruptionMode string	podGroupTemplateRef scheduling.v1alpha2.PodGroupTemplateReference	priority int32	priorityClassName string	resourceClaims []scheduling.v1alpha2.PodGroupResourceClaim	schedulingConstraints scheduling.v1alpha2.PodGroupSchedulingConstraints	schedulingPolicy !scheduling.v1alpha2.PodGroupSchedulingPolicy
scheduling.v1alpha2.PodGroupStatus	conditions []meta.v1.Condition	resourceClaimStatuses []scheduling.v1alpha2.PodGroupResourceClaimStatus
scheduling.v1alpha2.PodGroupTemplate	disruptionMode string	name !string	priority int32	priorityClassName string	resourceClaims []scheduling.v1alpha2.PodGroupResourceClaim	schedulingConstraints scheduling.v1alpha2.PodGroupSchedulingConstraints	schedulingPolicy !scheduling.v1alpha2.PodGroupSchedulingPolicy
scheduling.v1alpha2.PodGroupTemplateReference	workload scheduling.v1alpha2.WorkloadPodGroupTemplateReference
scheduling.v1alpha2.TopologyConstraint	key !string
scheduling.v1alpha2.TypedLocalObjectReference	apiGroup string	kind !string	name !string
scheduling.v1alpha2.Workload	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec !scheduling.v1alpha2.WorkloadSpec
scheduling.v1alpha2.WorkloadPodGroupTemplateReference	podGroupTemplateName !string	workloadName !string
scheduling.v1alpha2.WorkloadSpec	controllerRef scheduling.v1alpha2.TypedLocalObjectReference	podGroupTemplates ![]scheduling.v1alpha2.PodGroupTemplate
scheduling.v1alpha3.CompositeDisruptionMode	all object	single object
scheduling.v1alpha3.CompositeGangSchedulingPolicy	minGroupCount !int32
scheduling.v1alpha3.CompositePodGroup	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec !scheduling.v1alpha3.CompositePodGroupSpec	status scheduling.v1alpha3.CompositePodGroupStatus
scheduling.v1alpha3.CompositePodGroupSchedulingConstraints	topology []scheduling.v1alpha3.TopologyConstraint
scheduling.v1alpha3.CompositePodGroupSchedulingPolicy	basic object	gang scheduling.v1alpha3.CompositeGangSchedulingPolicy
scheduling.v1alpha3.CompositePodGroupSpec	disruptionMode scheduling.v1alpha3.CompositeDisruptionMode	parentCompositePodGroupName string	preemptionPolicy enum:scheduling.v1alpha3.PreemptionPolicy	priority int32	priorityClassName string	schedulingConstraints scheduling.v1alpha3.CompositePodGroupSchedulingConstraints	schedulingPolicy !scheduling.v1alpha3.CompositePodGroupSchedulingPolicy	workloadRef !scheduling.v1alpha3.WorkloadReference
scheduling.v1alpha3.CompositePodGroupStatus	conditions []meta.v1.Condition
scheduling.v1alpha3.CompositePodGroupTemplate	compositePodGroupTemplates []scheduling.v1alpha3.CompositePodGroupTemplate	disruptionMode scheduling.v1alpha3.CompositeDisruptionMode	name !string	podGroupTemplates []scheduling.v1alpha3.PodGroupTemplate	preemptionPolicy enum:scheduling.v1alpha3.PreemptionPolicy	priority int32	priorityClassName string	schedulingConstraints scheduling.v1alpha3.CompositePodGroupSchedulingConstraints	schedulingPolicy !scheduling.v1alpha3.CompositePodGroupSchedulingPolicy
scheduling.v1alpha3.DisruptionMode	all object	single object
scheduling.v1alpha3.GangSchedulingPolicy	minCount !int32
scheduling.v1alpha3.PodGroup	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec !scheduling.v1alpha3.PodGroupSpec	status scheduling.v1alpha3.PodGroupStatus
scheduling.v1alpha3.PodGroupResourceClaim	name !string	resourceClaimName string	resourceClaimTemplateName string
scheduling.v1alpha3.PodGroupResourceClaimStatus	name !string	resourceClaimName string
scheduling.v1alpha3.PodGroupSchedulingConstraints	topology []scheduling.v1alpha3.TopologyConstraint
scheduling.v1alpha3.PodGroupSchedulingPolicy	basic object	gang scheduling.v1alpha3.GangSchedulingPolicy
scheduling.v1alpha3.PodGroupSpec	disruptionMode scheduling.v1alpha3.DisruptionMode	parentCompositePodGroupName string	preemptionPolicy enum:scheduling.v1alpha3.PreemptionPolicy	priority int32	priorityClassName string	resourceClaims []scheduling.v1alpha3.PodGroupResourceClaim	schedulingConstraints scheduling.v1alpha3.PodGroupSchedulingConstraints	schedulingPolicy !scheduling.v1alpha3.PodGroupSchedulingPolicy	workloadRef scheduling.v1alpha3.WorkloadReference
scheduling.v1alpha3.PodGroupStatus	conditions []meta.v1.Condition	resourceClaimStatuses []scheduling.v1alpha3.PodGroupResourceClaimStatus
scheduling.v1alpha3.PodGroupTemplate	disruptionMode scheduling.v1alpha3.DisruptionMode	name !string	preemptionPolicy enum:scheduling.v1alpha3.PreemptionPolicy	priority int32	priorityClassName string	resourceClaims []scheduling.v1alpha3.PodGroupResourceClaim	schedulingConstraints scheduling.v1alpha3.PodGroupSchedulingConstraints	schedulingPolicy !scheduling.v1alpha3.PodGroupSchedulingPolicy
scheduling.v1alpha3.TopologyConstraint	key !string
scheduling.v1alpha3.TypedLocalObjectReference	apiGroup string	kind !string	name !string
scheduling.v1alpha3.Workload	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec !scheduling.v1alpha3.WorkloadSpec
scheduling.v1alpha3.WorkloadPodGroupDisruptionMode	all object	single object
scheduling.v1alpha3.WorkloadPodGroupGangSchedulingPolicy	minCount int32
scheduling.v1alpha3.WorkloadPodGroupResourceClaim	name !string	resourceClaimName string	resourceClaimTemplateName string
scheduling.v1alpha3.WorkloadPodGroupSchedulingConstraints	topology []scheduling.v1alpha3.TopologyConstraint
scheduling.v1alpha3.WorkloadPodGroupSchedulingPolicy	basic object	gang scheduling.v1alpha3.WorkloadPodGroupGangSchedulingPolicy
scheduling.v1alpha3.WorkloadReference	templateName !string	workloadName !string
scheduling.v1alpha3.WorkloadSpec	compositePodGroupTemplates []scheduling.v1alpha3.CompositePodGroupTemplate	controllerRef scheduling.v1alpha3.TypedLocalObjectReference	podGroupTemplates []scheduling.v1alpha3.PodGroupTemplate
scheduling.v1beta1.CompositeDisruptionMode	all object	single object
scheduling.v1beta1.CompositeGangSchedulingPolicy	minGroupCount !int32
scheduling.v1beta1.CompositePodGroupSchedulingConstraints	topology []scheduling.v1beta1.TopologyConstraint
scheduling.v1beta1.CompositePodGroupSchedulingPolicy	basic object	gang scheduling.v1beta1.CompositeGangSchedulingPolicy
scheduling.v1beta1.CompositePodGroupTemplate	compositePodGroupTemplates []scheduling.v1beta1.CompositePodGroupTemplate	disruptionMode scheduling.v1beta1.CompositeDisruptionMode	name !string	podGroupTemplates []scheduling.v1beta1.PodGroupTemplate	preemptionPolicy enum:scheduling.v1beta1.PreemptionPolicy	priority int32	priorityClassName string	schedulingConstraints scheduling.v1beta1.CompositePodGroupSchedulingConstraints	schedulingPolicy !scheduling.v1beta1.CompositePodGroupSchedulingPolicy
scheduling.v1beta1.DisruptionMode	all object	single object
scheduling.v1beta1.GangSchedulingPolicy	minCount !int32
scheduling.v1beta1.PodGroup	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec !scheduling.v1beta1.PodGroupSpec	status scheduling.v1beta1.PodGroupStatus
scheduling.v1beta1.PodGroupResourceClaim	name !string	resourceClaimName string	resourceClaimTemplateName string
scheduling.v1beta1.PodGroupResourceClaimStatus	name !string	resourceClaimName string
scheduling.v1beta1.PodGroupSchedulingConstraints	topology []scheduling.v1beta1.TopologyConstraint
scheduling.v1beta1.PodGroupSchedulingPolicy	basic object	gang scheduling.v1beta1.GangSchedulingPolicy
scheduling.v1beta1.PodGroupSpec	disruptionMode scheduling.v1beta1.DisruptionMode	parentCompositePodGroupName string	preemptionPolicy enum:scheduling.v1beta1.PreemptionPolicy	priority int32	priorityClassName string	resourceClaims []scheduling.v1beta1.PodGroupResourceClaim	schedulingConstraints scheduling.v1beta1.PodGroupSchedulingConstraints	schedulingPolicy !scheduling.v1beta1.PodGroupSchedulingPolicy	workloadRef scheduling.v1beta1.WorkloadReference
scheduling.v1beta1.PodGroupStatus	conditions []meta.v1.Condition	resourceClaimStatuses []scheduling.v1beta1.PodGroupResourceClaimStatus
scheduling.v1beta1.PodGroupTemplate	disruptionMode scheduling.v1beta1.DisruptionMode	name !string	preemptionPolicy enum:scheduling.v1beta1.PreemptionPolicy	priority int32	priorityClassName string	resourceClaims []scheduling.v1beta1.PodGroupResourceClaim	schedulingConstraints scheduling.v1beta1.PodGroupSchedulingConstraints	schedulingPolicy !scheduling.v1beta1.PodGroupSchedulingPolicy
scheduling.v1beta1.PriorityClass	apiVersion string	description string	globalDefault boolean	kind string	metadata meta.v1.ObjectMeta	preemptionPolicy 15-=enum:core.v1.PreemptionPolicy	value !int32
scheduling.v1beta1.TopologyConstraint	key !string
scheduling.v1beta1.TypedLocalObjectReference	apiGroup string	kind !string	name !string
scheduling.v1beta1.Workload	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec !scheduling.v1beta1.WorkloadSpec
scheduling.v1beta1.WorkloadReference	templateName !string	workloadName !string
scheduling.v1beta1.WorkloadSpec	compositePodGroupTemplates []scheduling.v1beta1.CompositePodGroupTemplate	controllerRef scheduling.v1beta1.TypedLocalObjectReference	podGroupTemplates []scheduling.v1beta1.PodGroupTemplate
settings.v1alpha1.PodPreset	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec settings.v1alpha1.PodPresetSpec
settings.v1alpha1.PodPresetSpec	env []core.v1.EnvVar	envFrom []core.v1.EnvFromSource	selector meta.v1.LabelSelector	volumeMounts []core.v1.VolumeMount	volumes []core.v1.Volume
storage.v1.CSIDriver	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec !storage.v1.CSIDriverSpec
storage.v1.CSIDriverSpec	attachRequired boolean	fsGroupPolicy 19-=string	nodeAllocatableUpdatePeriodSeconds 33-=int64	podInfoOnMount boolean	preventPodSchedulingIfMissing 36-=boolean	requiresRepublish 20-=boolean	seLinuxMount 25-=boolean	serviceAccountTokenInSecrets 35-=boolean	storageCapacity 19-=boolean	tokenRequests 20-=[]storage.v1.TokenRequest	volumeLifecycleModes []string
storage.v1.CSINode	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec !storage.v1.CSINodeSpec	status 37-=storage.v1.CSINodeStatus
storage.v1.CSINodeDriver	allocatable storage.v1.VolumeNodeResources	name !string	nodeID !string	topologyKeys []string
storage.v1.CSINodeSpec	drivers ![]storage.v1.CSINodeDriver
storage.v1.CSINodeStatus	storageHealth []storage.v1.StorageHealth
storage.v1.CSIStorageCapacity	apiVersion string	capacity quantity	kind string	maximumVolumeSize quantity	metadata meta.v1.ObjectMeta	nodeTopology meta.v1.LabelSelector	storageClassName !string
storage.v1.StorageClass	allowVolumeExpansion boolean	allowedTopologies 11-=[]core.v1.TopologySelectorTerm	apiVersion string	kind string	metadata meta.v1.ObjectMeta	mountOptions []string	parameters {}string	provisioner !string	reclaimPolicy enum:core.v1.PersistentVolumeReclaimPolicy	volumeBindingMode enum:storage.v1.VolumeBindingMode
storage.v1.StorageHealth	healthConditions []storage.v1.StorageHealthCondition	name !string
storage.v1.StorageHealthCondition	accessMode enum:core.v1.PersistentVolumeAccessMode	lastTransitionTime time	message string	reason !string	status !enum:storage.v1.StorageHealthStatusType	volumeMode enum:core.v1.PersistentVolumeMode
storage.v1.TokenRequest	audience !string	expirationSeconds int64
storage.v1.VolumeAttachment	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec !storage.v1.VolumeAttachmentSpec	status storage.v1.VolumeAttachmentStatus
storage.v1.VolumeAttachmentSource	inlineVolumeSpec 15-=core.v1.PersistentVolumeSpec	persistentVolumeName string
storage.v1.VolumeAttachmentSpec	attacher !string	nodeName !string	source !storage.v1.VolumeAttachmentSource
storage.v1.VolumeAttachmentStatus	attachError storage.v1.VolumeError	attached !boolean	attachmentMetadata {}string	detachError storage.v1.VolumeError
storage.v1.VolumeAttributesClass	apiVersion string	driverName !string	kind string	metadata meta.v1.ObjectMeta	parameters {}string
storage.v1.VolumeError	errorCode 33-=int32	message string	time time
storage.v1.VolumeNodeResources	count int32
storage.v1alpha1.CSIStorageCapacity	apiVersion string	capacity quantity	kind string	maximumVolumeSize quantity	metadata meta.v1.ObjectMeta	nodeTopology meta.v1.LabelSelector	storageClassName !string
storage.v1alpha1.VolumeAttachment	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec !storage.v1alpha1.VolumeAttachmentSpec	status storage.v1alpha1.VolumeAttachmentStatus
storage.v1alpha1.VolumeAttachmentSource	inlineVolumeSpec 15-=core.v1.PersistentVolumeSpec	persistentVolumeName string
storage.v1alpha1.VolumeAttachmentSpec	attacher !string	nodeName !string	source !storage.v1alpha1.VolumeAttachmentSource
storage.v1alpha1.VolumeAttachmentStatus	attachError storage.v1alpha1.VolumeError	attached !boolean	attachmentMetadata {}string	detachError storage.v1alpha1.VolumeError
storage.v1alpha1.VolumeAttributesClass	apiVersion string	driverName !string	kind string	metadata meta.v1.ObjectMeta	parameters {}string
storage.v1alpha1.VolumeError	message string	time time
storage.v1beta1.CSIDriver	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec !storage.v1beta1.CSIDriverSpec
storage.v1beta1.CSIDriverSpec	attachRequired boolean	fsGroupPolicy 19-=string	podInfoOnMount boolean	requiresRepublish 20-=boolean	storageCapacity 19-=boolean	tokenRequests 20-=[]storage.v1beta1.TokenRequest	volumeLifecycleModes 16-=[]string
storage.v1beta1.CSINode	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec !storage.v1beta1.CSINodeSpec
storage.v1beta1.CSINodeDriver	allocatable 16-=storage.v1beta1.VolumeNodeResources	name !string	nodeID !string	topologyKeys []string
storage.v1beta1.CSINodeSpec	drivers ![]storage.v1beta1.CSINodeDriver
storage.v1beta1.CSIStorageCapacity	apiVersion string	capacity quantity	kind string	maximumVolumeSize quantity	metadata meta.v1.ObjectMeta	nodeTopology meta.v1.LabelSelector	storageClassName !string
storage.v1beta1.StorageClass	allowVolumeExpansion boolean	allowedTopologies 11-=[]core.v1.TopologySelectorTerm	apiVersion string	kind string	metadata meta.v1.ObjectMeta	mountOptions []string	parameters {}string	provisioner !string	reclaimPolicy enum:core.v1.PersistentVolumeReclaimPolicy	volumeBindingMode string
storage.v1beta1.TokenRequest	audience !string	expirationSeconds int64
storage.v1beta1.VolumeAttachment	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec !storage.v1beta1.VolumeAttachmentSpec	status storage.v1beta1.VolumeAttachmentStatus
storage.v1beta1.VolumeAttachmentSource	inlineVolumeSpec 15-=core.v1.PersistentVolumeSpec	persistentVolumeName string
storage.v1beta1.VolumeAttachmentSpec	attacher !string	nodeName !string	source !storage.v1beta1.VolumeAttachmentSource
storage.v1beta1.VolumeAttachmentStatus	attachError storage.v1beta1.VolumeError	attached !boolean	attachmentMetadata {}string	detachError storage.v1beta1.VolumeError
storage.v1beta1.VolumeAttributesClass	apiVersion string	driverName !string	kind string	metadata meta.v1.ObjectMeta	parameters {}string
storage.v1beta1.VolumeError	message string	time time
storage.v1beta1.VolumeNodeResources	count int32
storagemigration.v1.StorageVersionMigration	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec storagemigration.v1.StorageVersionMigrationSpec	status storagemigration.v1.StorageVersionMigrationStatus
storagemigration.v1.StorageVersionMigrationSpec	resource !meta.v1.GroupResource
storagemigration.v1.StorageVersionMigrationStatus	conditions []meta.v1.Condition	resourceVersion string
storagemigration.v1alpha1.GroupVersionResource	group string	resource string	version string
storagemigration.v1alpha1.MigrationCondition	lastUpdateTime time	message string	reason string	status !string	type !string
storagemigration.v1alpha1.StorageVersionMigration	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec storagemigration.v1alpha1.StorageVersionMigrationSpec	status storagemigration.v1alpha1.StorageVersionMigrationStatus
storagemigration.v1alpha1.StorageVersionMigrationSpec	continueToken string	resource !storagemigration.v1alpha1.GroupVersionResource
storagemigration.v1alpha1.StorageVersionMigrationStatus	conditions []storagemigration.v1alpha1.MigrationCondition	resourceVersion string
storagemigration.v1beta1.StorageVersionMigration	apiVersion string	kind string	metadata meta.v1.ObjectMeta	spec storagemigration.v1beta1.StorageVersionMigrationSpec	status storagemigration.v1beta1.StorageVersionMigrationStatus
storagemigration.v1beta1.StorageVersionMigrationSpec	resource !meta.v1.GroupResource
storagemigration.v1beta1.StorageVersionMigrationStatus	conditions []meta.v1.Condition	resourceVersion string
enum:admissionregistration.v1.FailurePolicyType	Fail	Ignore
enum:admissionregistration.v1.MatchPolicyType	Equivalent	Exact
enum:admissionregistration.v1.OperationType	*	CONNECT	CREATE	DELETE	UPDATE
enum:admissionregistration.v1.PatchType	ApplyConfiguration	JSONPatch
enum:admissionregistration.v1.ReinvocationPolicyType	IfNeeded	Never
enum:admissionregistration.v1.SideEffectClass	None	NoneOnDryRun	Some	Unknown
enum:admissionregistration.v1.ValidationAction	Audit	Deny	Warn
enum:admissionregistration.v1alpha1.FailurePolicyType	Fail	Ignore
enum:admissionregistration.v1alpha1.MatchPolicyType	Equivalent	Exact
enum:admissionregistration.v1alpha1.ParameterNotFoundActionType	Allow	Deny
enum:admissionregistration.v1alpha1.PatchType	ApplyConfiguration	JSONPatch
enum:admissionregistration.v1alpha1.ValidationAction	Audit	Deny	Warn
enum:admissionregistration.v1beta1.PatchType	ApplyConfiguration	JSONPatch
enum:admissionregistration.v1beta1.ValidationAction	Audit	Deny	Warn
enum:apps.v1.DaemonSetUpdateStrategyType	OnDelete	RollingUpdate
enum:apps.v1.DeploymentStrategyType	Recreate	RollingUpdate
enum:apps.v1.PodManagementPolicyType	OrderedReady	Parallel
enum:apps.v1.StatefulSetUpdateStrategyType	OnDelete	off=Recreate	RollingUpdate
enum:batch.v1.CompletionMode	Indexed	NonIndexed
enum:batch.v1.ConcurrencyPolicy	Allow	Forbid	Replace
enum:batch.v1.PodFailurePolicyAction	Count	29-=FailIndex	FailJob	Ignore
enum:batch.v1.PodFailurePolicyOnExitCodesOperator	In	NotIn
enum:batch.v1.PodReplacementPolicy	Failed	TerminatingOrFailed
enum:certificates.v1.KeyUsage	any	cert sign	client auth	code signing	content commitment	crl sign	data encipherment	decipher only	digital signature	email protection	encipher only	ipsec end system	ipsec tunnel	ipsec user	key agreement	key encipherment	microsoft sgc	netscape sgc	ocsp signing	s/mime	server auth	signing	timestamping
enum:core.v1.AppArmorProfileType	Localhost	RuntimeDefault	Unconfined
enum:core.v1.AzureDataDiskCachingMode	None	ReadOnly	ReadWrite
enum:core.v1.AzureDataDiskKind	Dedicated	Managed	Shared
enum:core.v1.DNSPolicy	ClusterFirst	ClusterFirstWithHostNet	Default	None
enum:core.v1.GRPCProbeMode	Plaintext	TLS
enum:core.v1.HTTPProtocol	HTTP1	HTTP2
enum:core.v1.HostPathType		BlockDevice	CharDevice	Directory	DirectoryOrCreate	File	FileOrCreate	Socket
enum:core.v1.IPFamily		IPv4	IPv6
enum:core.v1.IPFamilyPolicy	PreferDualStack	RequireDualStack	SingleStack
enum:core.v1.MountPropagationMode	Bidirectional	HostToContainer	11-=None
enum:core.v1.NamespacePhase	Active	Terminating
enum:core.v1.NodeInclusionPolicy	Honor	Ignore
enum:core.v1.NodePhase	Pending	Running	Terminated
enum:core.v1.NodeSelectorOperator	DoesNotExist	Exists	Gt	In	Lt	NotIn
enum:core.v1.PersistentVolumeAccessMode	ReadOnlyMany	ReadWriteMany	ReadWriteOnce	27-=ReadWriteOncePod
enum:core.v1.PersistentVolumeClaimModifyVolumeStatus	InProgress	Infeasible	Pending
enum:core.v1.PersistentVolumeClaimPhase	Bound	Lost	Pending
enum:core.v1.PersistentVolumeMode	Block	Filesystem
enum:core.v1.PersistentVolumePhase	Available	Bound	Failed	Pending	Released
enum:core.v1.PersistentVolumeReclaimPolicy	Delete	Recycle	Retain
enum:core.v1.PodFSGroupChangePolicy	Always	OnRootMismatch
enum:core.v1.PodPhase	Failed	Pending	Running	Succeeded	Unknown
enum:core.v1.PodQOSClass	BestEffort	Burstable	Guaranteed
enum:core.v1.PreemptionPolicy	Never	PreemptLowerPriority
enum:core.v1.ProcMountType	Default	Unmasked
enum:core.v1.Protocol	19-=SCTP	TCP	UDP
enum:core.v1.PullPolicy	Always	IfNotPresent	Never
enum:core.v1.ResourceQuotaScope	BestEffort	22-=CrossNamespacePodAffinity	NotBestEffort	NotTerminating	12-=PriorityClass	Terminating	34-=VolumeAttributesClass
enum:core.v1.RestartPolicy	Always	Never	OnFailure
enum:core.v1.ScopeSelectorOperator	DoesNotExist	Exists	In	NotIn
enum:core.v1.SeccompProfileType	Localhost	RuntimeDefault	Unconfined
enum:core.v1.ServiceAffinity	ClientIP	None
enum:core.v1.ServiceExternalTrafficPolicy	Cluster	Local
enum:core.v1.ServiceInternalTrafficPolicy	Cluster	Local
enum:core.v1.ServiceType	ClusterIP	ExternalName	LoadBalancer	NodePort
enum:core.v1.Signal	SIGABRT	SIGALRM	SIGBUS	SIGCHLD	SIGCLD	SIGCONT	SIGFPE	SIGHUP	SIGILL	SIGINT	SIGIO	SIGIOT	SIGKILL	SIGPIPE	SIGPOLL	SIGPROF	SIGPWR	SIGQUIT	SIGRTMAX	SIGRTMAX-1	SIGRTMAX-10	SIGRTMAX-11	SIGRTMAX-12	SIGRTMAX-13	SIGRTMAX-14	SIGRTMAX-2	SIGRTMAX-3	SIGRTMAX-4	SIGRTMAX-5	SIGRTMAX-6	SIGRTMAX-7	SIGRTMAX-8	SIGRTMAX-9	SIGRTMIN	SIGRTMIN+1	SIGRTMIN+10	SIGRTMIN+11	SIGRTMIN+12	SIGRTMIN+13	SIGRTMIN+14	SIGRTMIN+15	SIGRTMIN+2	SIGRTMIN+3	SIGRTMIN+4	SIGRTMIN+5	SIGRTMIN+6	SIGRTMIN+7	SIGRTMIN+8	SIGRTMIN+9	SIGSEGV	SIGSTKFLT	SIGSTOP	SIGSYS	SIGTERM	SIGTRAP	SIGTSTP	SIGTTIN	SIGTTOU	SIGURG	SIGUSR1	SIGUSR2	SIGVTALRM	SIGWINCH	SIGXCPU	SIGXFSZ
enum:core.v1.SupplementalGroupsPolicy	Merge	Strict
enum:core.v1.TaintEffect	NoExecute	NoSchedule	PreferNoSchedule
enum:core.v1.TerminationMessagePolicy	FallbackToLogsOnError	File
enum:core.v1.TolerationOperator	Equal	Exists	off=Gt	off=Lt
enum:core.v1.URIScheme	HTTP	HTTPS
enum:core.v1.UnsatisfiableConstraintAction	DoNotSchedule	ScheduleAnyway
enum:core.v1.VolumeHealthStatusType	DataLoss	Degraded	Inaccessible
enum:lifecycle.v1alpha1.EvictionRequestIntent	Eviction	Withdrawn
enum:lifecycle.v1alpha1.RequesterIntent	Eviction	Withdrawn
enum:lifecycle.v1alpha1.ResponderStateType	Active	Canceled	Completed	Inactive	Interrupted
enum:networking.v1.PolicyType	Egress	Ingress
enum:policy.v1.UnhealthyPodEvictionPolicyType	AlwaysAllow	IfHealthyBudget
enum:resource.v1.AllocationConfigSource	FromClaim	FromClass
enum:resource.v1.DeviceTaintEffect	NoExecute	NoSchedule	35-=None
enum:resource.v1.DeviceTolerationOperator	Equal	Exists
enum:resource.v1.SkipNodeOperation	*	NodePrepareResources	NodeUnprepareResources
enum:resource.v1alpha3.DeviceTaintEffect	NoExecute	NoSchedule	35-=None
enum:resource.v1beta1.AllocationConfigSource	FromClaim	FromClass
enum:resource.v1beta1.DeviceTaintEffect	NoExecute	NoSchedule	35-=None
enum:resource.v1beta1.DeviceTolerationOperator	Equal	Exists
enum:resource.v1beta1.SkipNodeOperation	*	NodePrepareResources	NodeUnprepareResources
enum:resource.v1beta2.AllocationConfigSource	FromClaim	FromClass
enum:resource.v1beta2.DeviceTaintEffect	NoExecute	NoSchedule	35-=None
enum:resource.v1beta2.DeviceTolerationOperator	Equal	Exists
enum:resource.v1beta2.SkipNodeOperation	*	NodePrepareResources	NodeUnprepareResources
enum:scheduling.v1alpha3.PreemptionPolicy	Never	PreemptLowerPriority
enum:scheduling.v1beta1.PreemptionPolicy	Never	PreemptLowerPriority
enum:storage.v1.StorageHealthStatusType	StorageDegraded	StorageUnreachable
enum:storage.v1.VolumeBindingMode	Immediate	WaitForFirstConsumer
`;
