// +++
// name = "claims_on_one_document"
// title = "Affected parties on the word of one document"
// question = "Which organizations are said to be affected on the word of a single document?"
// kind = "read"
// params.limit = {type = "integer", default = 100, minimum = 1, maximum = 1000000, help = "rows to return"}
// returns.incident_id = {type = "text"}
// returns.incident = {type = "text"}
// returns.organization_id = {type = "text"}
// returns.organization = {type = "text"}
// returns.claims = {type = "integer", unit = "records"}
// returns.document = {type = "text"}
// returns.title = {type = "text", help = "of the document, where it is kept"}
// returns.publisher = {type = "text"}
// order = ["incident_id", "organization_id"]
// +++
// A source is "document id#start-end"; a document's id has 64 signs.
MATCH (i:Incident)-[a:AFFECTS]->(o:Organization)
WHERE coalesce(a.status, 'confirmed') <> 'denied' AND a.source IS NOT NULL
WITH i, o,
     CASE WHEN left(a.source, 65) ENDS WITH '#' THEN left(a.source, 64) ELSE a.source END AS source
WITH i, o, count(DISTINCT source) AS documents, min(source) AS its_source, count(*) AS claims
WHERE documents = 1
OPTIONAL MATCH (d:Document)
WHERE d.id = its_source
RETURN i.id AS incident_id, i.title AS incident, o.id AS organization_id, o.name AS organization,
       claims, its_source AS document, d.title AS title, d.publisher AS publisher
ORDER BY incident_id, organization_id
LIMIT $limit
