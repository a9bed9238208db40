#include "api/handlers.h"
#include "api/param.h"
#include "rules/yaml_tree.h"

/* clang-format off */
const struct route route_table[] = {
	{ "GET", "/v1/contracts", "listContracts",
	    P_PROGRAMME | P_REGION | P_PROVIDER | P_GRADE | P_SORT | P_LIMIT | P_CURSOR | P_FORMAT, ON_WORKER, false, BODY_NONE, 0, handle_contracts, NULL, NULL },
	{ "GET", "/v1/contracts/{id}", "getContract", P_CONTRACT, ON_WORKER, false, BODY_NONE, 0, handle_contract, NULL, NULL },
	{ "GET", "/v1/contracts/{id}/score", "getContractScore", P_CONTRACT | P_AS_OF, ON_WORKER, false, BODY_NONE, 0, NULL, handle_scores, NULL },
	{ "GET", "/v1/contracts/{id}/evidence/{indicator}", "getEvidence",
	    P_CONTRACT | P_INDICATOR | P_AS_OF | P_ENTITY | P_LIMIT | P_OFFSET, ON_WORKER, false, BODY_NONE, 0, handle_evidence, NULL, NULL },
	{ "GET", "/v1/contracts/{id}/deadlines", "getDeadlines", P_CONTRACT | P_AS_OF, ON_WORKER, false, BODY_NONE, 0, handle_deadlines, NULL, NULL },
	{ "GET", "/v1/contracts/{id}/penalties", "getPenalties", P_CONTRACT | P_AS_OF, ON_WORKER, false, BODY_NONE, 0, handle_penalties, NULL, NULL },
	{ "GET", "/v1/contracts/{id}/payments", "getPayments", P_CONTRACT | P_AS_OF, ON_WORKER, false, BODY_NONE, 0, handle_payments, NULL, NULL },
	{ "GET", "/v1/contracts/{id}/renewal", "getRenewal", P_CONTRACT | P_AS_OF, ON_WORKER, false, BODY_NONE, 0, handle_renewal, NULL, NULL },
	{ "GET", "/v1/contracts/{id}/conditions", "getConditions", P_CONTRACT | P_AS_OF, ON_WORKER, false, BODY_NONE, 0, handle_conditions, NULL, NULL },
	{ "GET", "/v1/deadlines", "listDeadlines",
	    P_PROGRAMME | P_REGION | P_PROVIDER | P_AS_OF | P_DUE_AFTER | P_DUE_BEFORE | P_DEADLINE_STATE | P_LIMIT | P_CURSOR | P_FORMAT, ON_WORKER, false, BODY_NONE, 0, handle_deadline_list, NULL, NULL },
	{ "GET", "/v1/penalties", "listPenalties",
	    P_PROGRAMME | P_REGION | P_PROVIDER | P_AS_OF | P_EFFECT | P_LIMIT | P_CURSOR | P_FORMAT, ON_WORKER, false, BODY_NONE, 0, handle_penalty_list, NULL, NULL },
	{ "GET", "/v1/payments", "listPayments",
	    P_PROGRAMME | P_REGION | P_PROVIDER | P_AS_OF | P_DUE_AFTER | P_DUE_BEFORE | P_TRANCHE_STATE | P_LIMIT | P_CURSOR | P_FORMAT, ON_WORKER, false, BODY_NONE, 0, handle_payment_list, NULL, NULL },
	{ "GET", "/v1/renewals", "listRenewals",
	    P_PROGRAMME | P_REGION | P_PROVIDER | P_AS_OF | P_ADVICE | P_LIMIT | P_CURSOR | P_FORMAT, ON_WORKER, false, BODY_NONE, 0, handle_renewal_list, NULL, NULL },
	{ "GET", "/v1/schemes", "listSchemes", 0, ON_LOOP, false, BODY_NONE, 0, handle_schemes, NULL, handle_schemes_now },
	{ "GET", "/v1/schemes/{id}", "getScheme", P_SCHEME, ON_LOOP, false, BODY_NONE, 0, handle_scheme, NULL, handle_scheme_now },
	{ "POST", "/v1/schemes/check", "checkScheme", 0, ON_SIDE, false, BODY_YAML, YAML_BYTES_MAX, handle_check, NULL, NULL },
	{ "POST", "/v1/simulations", "simulate", 0, ON_SIDE, false, BODY_JSON, YAML_BYTES_MAX, handle_simulation, NULL, NULL },
	{ "GET", "/healthz", "healthz", 0, ON_LOOP, true, BODY_NONE, 0, NULL, NULL, handle_healthz },
	{ "GET", "/readyz", "readyz", 0, ON_LOOP, true, BODY_NONE, 0, NULL, NULL, handle_readyz },
	{ "GET", "/metrics", "metrics", 0, ON_LOOP, true, BODY_NONE, 0, NULL, NULL, handle_metrics },
	{ "GET", "/openapi.json", "openapi", 0, ON_LOOP, true, BODY_NONE, 0, NULL, NULL, handle_openapi },
};
/* clang-format on */
const uint32_t route_count = COUNT_OF(route_table);
