// +++
// name = "reached_by_incidents_of_vendor"
// title = "Whom incidents of a vendor reached"
// question = "Which organizations were named in the incidents of this vendor, and how sure is it?"
// kind = "read"
// params.vendor = {type = "text", means = "organization", help = "id of the vendor"}
// returns.incident_id = {type = "text"}
// returns.title = {type = "text"}
// returns.organization_id = {type = "text"}
// returns.organization = {type = "text"}
// returns.impact = {type = "text", help = "data, service, both, none or unknown"}
// returns.status = {type = "text", help = "confirmed, suspected or denied"}
// returns.people = {type = "integer", unit = "people", help = "as stated"}
// returns.source = {type = "text"}
// returns.record_id = {type = "text"}
// order = ["incident_id", "organization_id", "record_id"]
// +++
// A denial is shown as one: a stated denial is never overwritten.
MATCH (i:Incident)-[:HITS]->(v:Organization {id: $vendor})
WITH DISTINCT i
MATCH (i)-[a:AFFECTS]->(o:Organization)
WHERE o.id <> $vendor
RETURN i.id AS incident_id, i.title AS title, o.id AS organization_id, o.name AS organization,
       a.impact AS impact, a.status AS status, a.subjects AS people, a.source AS source,
       a.id AS record_id
ORDER BY incident_id, organization_id, record_id
