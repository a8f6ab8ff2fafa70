// +++
// name = "vendors_by_reach"
// title = "Vendors ranked by reach within two links"
// question = "Whose fall would touch most organizations within two links, and how many of them are hidden behind others?"
// kind = "read"
// twin = "graphrisk.analysis.spread:spread"
// params.as_of = {type = "date", default = "today", help = "day on which contracts must be in force"}
// params.leave_out = {type = "list", default = [], help = "links of these criticalities are left out, separated by ; (supporting;important leaves critical and unknown)"}
// params.limit = {type = "integer", default = 25, minimum = 1, maximum = 1000000, help = "rows to return"}
// returns.vendor_id = {type = "text"}
// returns.vendor = {type = "text"}
// returns.direct = {type = "integer", unit = "organizations", help = "customers of its own"}
// returns.reached = {type = "integer", unit = "organizations", help = "within two links"}
// order = ["reached desc", "vendor_id"]
// +++
MATCH (v:Organization)-[chain:SERVES* SHORTEST 1..2 (s, n |
    WHERE left(coalesce(s.starts_on, ''), 10) <= $as_of
    AND (left(coalesce(s.ends_on, '9999'), 10) >= $as_of
         OR s.ends_on IN [left($as_of, 4), left($as_of, 7)])
    AND NOT coalesce(s.criticality, '') IN $leave_out)]->(c:Organization)
WHERE c.id <> v.id
WITH v, c, length(chain) AS links
WITH v, count(c) AS reached, sum(CASE links WHEN 1 THEN 1 ELSE 0 END) AS direct
RETURN v.id AS vendor_id, v.name AS vendor, direct, reached
ORDER BY reached DESC, vendor_id
LIMIT $limit
