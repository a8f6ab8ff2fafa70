// +++
// name = "links_on_one_document"
// title = "Supply links on the word of one document"
// question = "Which links between a vendor and a customer are known from a single document and from no register?"
// kind = "read"
// params.limit = {type = "integer", default = 100, minimum = 1, maximum = 1000000, help = "rows to return"}
// returns.vendor_id = {type = "text"}
// returns.vendor = {type = "text"}
// returns.customer_id = {type = "text"}
// returns.customer = {type = "text"}
// returns.links = {type = "integer", unit = "links"}
// returns.document = {type = "text"}
// returns.title = {type = "text", help = "of the document, where it is kept"}
// returns.publisher = {type = "text"}
// order = ["vendor_id", "customer_id"]
// +++
// A source is "document id#start-end"; a document's id has 64 signs.
MATCH (v:Organization)-[s:SERVES]->(c:Organization)
WITH v, c, coalesce(s.source_kind, '') = 'notice' AS told,
     CASE WHEN left(s.source, 65) ENDS WITH '#' THEN left(s.source, 64) ELSE s.source END AS source
WITH v, c, sum(CASE WHEN told THEN 0 ELSE 1 END) AS known_otherwise,
     count(DISTINCT source) AS documents, min(source) AS its_source, count(*) AS links
WHERE known_otherwise = 0 AND documents = 1
OPTIONAL MATCH (d:Document)
WHERE d.id = its_source
RETURN v.id AS vendor_id, v.name AS vendor, c.id AS customer_id, c.name AS customer, links,
       its_source AS document, d.title AS title, d.publisher AS publisher
ORDER BY vendor_id, customer_id
LIMIT $limit
