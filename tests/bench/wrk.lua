-- Score requests for contracts drawn at random: wrk … -s wrk.lua URL -- TOKEN AS_OF LO HI
local thread_count = 0

function setup(thread)
	thread_count = thread_count + 1
	thread:set("seed", 4711 + thread_count)
end

function init(args)
	math.randomseed(seed)
	token, as_of, lo, hi = args[1], args[2], tonumber(args[3]), tonumber(args[4])
	wrk.headers["Authorization"] = "Bearer " .. token
	refused = 0
end

function request()
	return wrk.format("GET", "/v1/contracts/" .. math.random(lo, hi) .. "/score?as_of=" .. as_of)
end

-- One line: requests per second, p50 and p99 in us, answers that were not 200, bytes per answer.
function done(summary, latency)
	local bad = summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
	io.write(string.format("result %.1f %d %d %d %d\n", summary.requests / summary.duration * 1e6, latency:percentile(50),
	    latency:percentile(99), bad, summary.bytes / math.max(1, summary.requests)))
end
