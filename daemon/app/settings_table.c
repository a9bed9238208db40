/* The table of settings. A new one is a row here and a member of struct settings. */
#include "app/settings.h"

#include <stddef.h>

static const char *const levels[] = { "error", "warn", "notice", "info", "debug", NULL };

#define TEXT_ROW(env, member, fallback, zh, en)                                                    \
	{                                                                                          \
		env, SETTING_TEXT, offsetof(struct settings, member), fallback, 0, 0, NULL, zh, en \
	}
#define NUMBER_ROW(env, member, fallback, min, max, zh, en)                                       \
	{                                                                                         \
		env, SETTING_NUMBER, offsetof(struct settings, member), fallback, min, max, NULL, \
		    zh, en                                                                        \
	}
#define WORD_ROW(env, member, fallback, words, zh, en)                                           \
	{                                                                                        \
		env, SETTING_WORD, offsetof(struct settings, member), fallback, 0, 0, words, zh, \
		    en                                                                           \
	}

/* clang-format off */
const struct setting setting_table[] = {
	TEXT_ROW("ASSAYD_LISTEN", listen, "127.0.0.1:8080",
	    "监听地址与端口；端口 0 取任一空闲端口；IPv6 写作 [::1]:8080",
	    "Address and port to listen on; port 0 takes a free one; IPv6 as [::1]:8080"),
	TEXT_ROW("DATABASE_URL", database, "",
	    "PostgreSQL 连接串或 URI；不设则用 PG* 环境变量",
	    "PostgreSQL connection string or URI; when unset, the PG* variables hold"),
	TEXT_ROW("ASSAYD_VAR", var, "var",
	    "运行数据目录；未设 DATABASE_URL 与 PGHOST 时，若其中有私有集群的套接字则用之",
	    "Folder of run-time data; without DATABASE_URL and PGHOST, the socket of a private cluster in it is used"),
	TEXT_ROW("ASSAYD_RULES", rules, "rules",
	    "规则文件目录（*.yaml）",
	    "Folder of the rules files (*.yaml)"),
	TEXT_ROW("ASSAYD_SQL", sql, "sql",
	    "数据库迁移（migrations）与指标定义（metrics）所在目录",
	    "Folder that holds migrations and metrics"),
	TEXT_ROW("ASSAYD_DOCS", docs, "api-docs",
	    "openapi.yaml 所在目录",
	    "Folder that holds openapi.yaml"),
	NUMBER_ROW("ASSAYD_LOOPS", loops, "2", 1, 64,
	    "事件循环线程数，每个有自己的监听套接字",
	    "Event loop threads, each with a listening socket of its own"),
	NUMBER_ROW("ASSAYD_WORKERS", workers, "2", 1, 64,
	    "工作线程数，每个有自己的数据库连接",
	    "Worker threads, each with a database connection of its own"),
	NUMBER_ROW("ASSAYD_QUEUE", queue, "1024", 1, 100000,
	    "等待工作线程的请求数上限；已满即答 503",
	    "Requests that may wait for a worker; when full the answer is 503 at once"),
	NUMBER_ROW("ASSAYD_BATCH", batch, "64", 1, 1024,
	    "一个工作线程一次取走的请求数上限",
	    "Requests that a worker takes at a time"),
	NUMBER_ROW("ASSAYD_TIMEOUT_MS", timeout_ms, "5000", 50, 600000,
	    "一个请求从收齐到答复的时限（毫秒），含数据库等待",
	    "Time from a whole request to its answer (milliseconds), waits on the database included"),
	NUMBER_ROW("ASSAYD_PATIENCE_MS", patience_ms, "60000", 100, 3600000,
	    "整个项目的模拟的时限（毫秒）；同时只算一个",
	    "Time for a simulation of a whole programme (milliseconds); one runs at a time"),
	NUMBER_ROW("ASSAYD_READ_MS", read_ms, "10000", 100, 600000,
	    "一个请求从首字节到收齐的时限（毫秒）",
	    "Time from a request's first byte to its last (milliseconds)"),
	NUMBER_ROW("ASSAYD_IDLE_MS", idle_ms, "60000", 100, 3600000,
	    "空闲连接保留的时间（毫秒）",
	    "Time that an idle connection is kept (milliseconds)"),
	NUMBER_ROW("ASSAYD_WRITE_MS", write_ms, "30000", 100, 600000,
	    "客户端取走一份答复的时限（毫秒）",
	    "Time for a client to take an answer (milliseconds)"),
	NUMBER_ROW("ASSAYD_GRACE_MS", grace_ms, "10000", 0, 600000,
	    "停止时等待在途请求的时限（毫秒）",
	    "Time that a stop waits for requests in flight (milliseconds)"),
	NUMBER_ROW("ASSAYD_CONNECT_MS", connect_ms, "5000", 100, 600000,
	    "连接数据库的时限（毫秒）",
	    "Time to connect to the database (milliseconds)"),
	NUMBER_ROW("ASSAYD_CONNECTIONS", connections, "15000", 1, 1000000,
	    "客户端连接数上限；另受文件描述符上限约束",
	    "Client connections at most; the limit on open files holds as well"),
	NUMBER_ROW("ASSAYD_HEADERS_MAX", headers_max, "16384", 1024, 1048576,
	    "请求行与请求头的字节上限",
	    "Bytes of request line and headers at most"),
	NUMBER_ROW("ASSAYD_BODY_MAX", body_max, "1048576", 0, 67108864,
	    "请求体的字节上限",
	    "Bytes of a request body at most"),
	NUMBER_ROW("ASSAYD_INPUT_MAX", input_max, "134217728", 65536, 4294967296,
	    "每个事件循环中尚未收齐的请求的字节上限；超出即关闭正在发送的连接",
	    "Bytes of requests not yet whole, per event loop; above it the connection that sends is closed"),
	NUMBER_ROW("ASSAYD_OUTPUT_MAX", output_max, "134217728", 65536, 4294967296,
	    "每个事件循环中待发送答复的字节上限；超出即答 503",
	    "Bytes of answers waiting to be sent, per event loop; above it the answer is 503"),
	NUMBER_ROW("ASSAYD_READY_BYTES", ready_bytes, "67108864", 0, 68719476736,
	    "备好的得分文档占用的内存字节上限；0 为不保留；合同有变动即不再使用",
	    "Bytes of memory for score documents that are kept ready; 0 keeps none; one whose contract has changed is not used"),
	NUMBER_ROW("ASSAYD_POLL_MS", poll_ms, "1000", 50, 600000,
	    "检查数据变更、日期与数据库状态的间隔（毫秒）",
	    "Interval of looking for changed data, a new day and the database's state (milliseconds)"),
	NUMBER_ROW("ASSAYD_RESCORE_LANES", rescore_lanes, "2", 1, 16,
	    "全部重新计分时并行的数据库连接数",
	    "Database connections that share a full re-scoring"),
	NUMBER_ROW("ASSAYD_RESCORE_BATCH", rescore_batch, "1000", 1, 1024,
	    "重新计分时一批的合同数",
	    "Contracts in a batch of re-scoring"),
	NUMBER_ROW("ASSAYD_RESCORE_MS", rescore_ms, "60000", 100, 3600000,
	    "重新计分时一批的时限（毫秒）",
	    "Time for a batch of re-scoring (milliseconds)"),
	WORD_ROW("ASSAYD_LOG", log_level, "notice", levels,
	    "日志级别；info 起每个请求一行",
	    "Log level; from info on there is a line for each request"),
};
/* clang-format on */

const uint32_t setting_count = COUNT_OF(setting_table);
