// +++
// name = "data_carried_from_vendor"
// title = "Whose data of a class a breach at a vendor would carry"
// question = "Whose data of this class would be exposed if this vendor were breached?"
// kind = "read"
// twin = "graphrisk.analysis.breach:breach"
// params.vendor = {type = "text", means = "organization", help = "id of the vendor"}
// params.data_class = {type = "text", help = "class of data, such as health or national_id"}
// params.max_hops = {type = "integer", default = 10, minimum = 1, maximum = 10, help = "longest chain of links, 1 to 10"}
// params.as_of = {type = "date", default = "today", help = "day on which contracts must be in force"}
// returns.customer_id = {type = "text"}
// returns.customer = {type = "text"}
// returns.country = {type = "text"}
// returns.sector = {type = "text"}
// returns.hops = {type = "integer", unit = "links", help = "shortest chain of links that all carry the class"}
// order = ["hops", "customer_id"]
// +++
// Only what is stated to be carried on every link counts, and contracts are not weighed: `graphrisk exposed --mode breach` also says what is possible or unknown.
MATCH (v:Organization {id: $vendor})-[chain:SERVES* SHORTEST 1..10 (s, n |
    WHERE left(coalesce(s.starts_on, ''), 10) <= $as_of
    AND (left(coalesce(s.ends_on, '9999'), 10) >= $as_of
         OR s.ends_on IN [left($as_of, 4), left($as_of, 7)])
    AND $data_class IN s.data_classes)]->(c:Organization)
WHERE c.id <> v.id
WITH c, length(chain) AS links
WHERE links <= $max_hops
RETURN c.id AS customer_id, c.name AS customer, c.country AS country, c.sector AS sector,
       links AS hops
ORDER BY hops, customer_id
