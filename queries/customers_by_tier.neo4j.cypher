// +++
// name = "customers_by_tier"
// title = "Customers of a vendor, direct and further down the chain"
// question = "Whom does this vendor serve, directly and through how many links?"
// kind = "read"
// params.vendor = {type = "text", means = "organization", help = "id of the vendor"}
// params.max_hops = {type = "integer", default = 5, minimum = 1, maximum = 10, help = "longest chain of links, 1 to 10"}
// returns.customer_id = {type = "text"}
// returns.customer = {type = "text"}
// returns.country = {type = "text"}
// returns.sector = {type = "text"}
// returns.hops = {type = "integer", unit = "links", help = "shortest chain from the vendor"}
// order = ["hops", "customer_id"]
// +++
// Neo4j plans the grouped min(length(..)) as a search that visits each customer once; the embedded
// engine would walk every chain, so its file says SHORTEST.
MATCH chain = (v:Organization {id: $vendor})-[:SERVES*1..10]->(c:Organization)
WHERE c.id <> v.id
WITH c, min(length(chain)) AS links
WHERE links <= $max_hops
RETURN c.id AS customer_id, c.name AS customer, c.country AS country, c.sector AS sector, links AS hops
ORDER BY hops, customer_id
