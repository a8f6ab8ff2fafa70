// +++
// name = "unconfirmed_organizations"
// title = "Organizations that no evidence confirms"
// question = "Which parties stand in the graph though no contract, register, notice or other source speaks of them?"
// kind = "read"
// params.limit = {type = "integer", default = 100, minimum = 1, maximum = 1000000, help = "rows to return"}
// returns.organization_id = {type = "text"}
// returns.organization = {type = "text"}
// returns.country = {type = "text"}
// returns.links = {type = "integer", unit = "links", help = "all of them assumed or without a kind of source"}
// returns.source = {type = "text"}
// order = ["links desc", "organization_id"]
// +++
MATCH (o:Organization)
WHERE coalesce(o.source_kind, 'assumed') = 'assumed'
  AND NOT EXISTS { MATCH (o)-[s:SERVES]->(:Organization) WHERE s.source_kind <> 'assumed' }
  AND NOT EXISTS { MATCH (:Organization)-[s:SERVES]->(o) WHERE s.source_kind <> 'assumed' }
  AND NOT EXISTS { MATCH (o)-[h:HOLDS]->(:DataClass) WHERE h.source_kind <> 'assumed' }
  AND NOT EXISTS { MATCH (:Incident)-[i:HITS]->(o) WHERE i.source_kind <> 'assumed' }
  AND NOT EXISTS {
    MATCH (:Incident)-[a:AFFECTS]->(o)
    WHERE a.source_kind <> 'assumed' AND coalesce(a.status, 'confirmed') <> 'denied'
  }
OPTIONAL MATCH (o)-[out:SERVES]->(:Organization)
WITH o, count(out.id) AS as_vendor
OPTIONAL MATCH (:Organization)-[into:SERVES]->(o)
WITH o, as_vendor, count(into.id) AS as_customer
RETURN o.id AS organization_id, o.name AS organization, o.country AS country,
       as_vendor + as_customer AS links, o.source AS source
ORDER BY links DESC, organization_id
LIMIT $limit
