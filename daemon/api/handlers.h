/* The handlers behind the rows of route_table.c; contracts of the three shapes are in route.h. */
#ifndef API_HANDLERS_H
#define API_HANDLERS_H

#include "api/route.h"

enum err_code handle_contracts(struct job *job, struct worker_ctx *ctx);
enum err_code handle_contract(struct job *job, struct worker_ctx *ctx);
void handle_scores(struct job **jobs, uint32_t n, struct worker_ctx *ctx);
enum err_code handle_deadlines(struct job *job, struct worker_ctx *ctx);
enum err_code handle_penalties(struct job *job, struct worker_ctx *ctx);
enum err_code handle_payments(struct job *job, struct worker_ctx *ctx);
enum err_code handle_conditions(struct job *job, struct worker_ctx *ctx);
enum err_code handle_renewal(struct job *job, struct worker_ctx *ctx);
enum err_code handle_deadline_list(struct job *job, struct worker_ctx *ctx);
enum err_code handle_penalty_list(struct job *job, struct worker_ctx *ctx);
enum err_code handle_payment_list(struct job *job, struct worker_ctx *ctx);
enum err_code handle_renewal_list(struct job *job, struct worker_ctx *ctx);
enum err_code handle_evidence(struct job *job, struct worker_ctx *ctx);
enum err_code handle_check(struct job *job, struct worker_ctx *ctx);
enum err_code handle_simulation(struct job *job, struct worker_ctx *ctx);
enum err_code handle_schemes(struct job *job, struct worker_ctx *ctx);
enum err_code handle_scheme(struct job *job, struct worker_ctx *ctx);
enum err_code handle_schemes_now(struct job *job, const struct process_view *view);
enum err_code handle_scheme_now(struct job *job, const struct process_view *view);

enum err_code handle_healthz(struct job *job, const struct process_view *view);
enum err_code handle_readyz(struct job *job, const struct process_view *view);
enum err_code handle_metrics(struct job *job, const struct process_view *view);
enum err_code handle_openapi(struct job *job, const struct process_view *view);

#endif
